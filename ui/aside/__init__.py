"""Windows that belong to no step: settings, forms, help, 关于."""
