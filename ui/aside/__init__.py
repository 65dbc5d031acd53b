"""Windows beside the wizard: settings, formats, help, 关于."""
