#!/bin/sh
# 把本程序登记到当前用户的开始菜单，并关联 .gknb 草稿；不需要管理员密码。
# 用法：./register.sh          登记
#       ./register.sh --remove 撤销登记，草稿和程序文件夹不删除
set -eu
here=$(dirname "$(readlink -f "$0")")
share="${XDG_DATA_HOME:-$HOME/.local/share}"
entry="$share/applications/gknb.desktop"
mime="$share/mime/packages/gknb.xml"
icons="$share/icons/hicolor"

# 让桌面知道有变化；没有这些工具的桌面会自己发现。
refresh() {
    update-desktop-database "$share/applications" 2>/dev/null || true
    update-mime-database "$share/mime" 2>/dev/null || true
    gtk-update-icon-cache -q -t "$icons" 2>/dev/null || true
}

if [ "${1-}" = --remove ]; then
    rm -f "$entry" "$mime" "$icons"/*/apps/gknb.png "$icons"/*/mimetypes/application-x-gknb.png
    refresh
    echo "已撤销登记。草稿没有删除；程序文件夹可以自行删除。"
    exit
fi
mkdir -p "$share/applications" "$share/mime/packages"
# 路径里的反斜杠、引号、美元符号和反引号在桌面文件中要转义。
program=$(printf '%s' "$here/gknb" | sed 's/[\\"`$]/\\\\&/g; s/%/%%/g')
awk -v program="Exec=\"$program\" %f" '/^Exec=/ { print program; next } { print }' \
    "$here/desktop/gknb.desktop" >"$entry"
cp "$here/desktop/gknb.xml" "$mime"
for size in 16 24 32 48 64 128 256; do
    folder="$icons/${size}x$size"
    mkdir -p "$folder/apps" "$folder/mimetypes"
    cp "$here/desktop/icons/gknb-$size.png" "$folder/apps/gknb.png"
    cp "$here/desktop/icons/draft-$size.png" "$folder/mimetypes/application-x-gknb.png"
done
refresh
echo "已登记到开始菜单，名称为「政府信息公开工作年度报告」。移动程序文件夹后要重新登记。"
