"""Know the lines that stand around a report: of its page, of the site, of the paper.

A web page has its own data (发布时间), a path to it (首页 > 年报), buttons and a foot; a paper has
page numbers; both have lists of attachments. Each pattern is about a whole line: a sentence of a
report that only mentions such a thing never matches.
"""

import re
from enum import StrEnum
from typing import Final


class Surrounding(StrEnum):
    """The kind of a line around a report, in words for the clerk."""

    PAGE_NUMBER = "页码"
    CONTENTS = "目录"
    RUNNING_TITLE = "各页重复的标题"
    METADATA = "网页的发布信息"
    NAVIGATION = "网页导航"
    BUTTON = "网页按钮"
    FOOTER = "网页页脚"
    ATTACHMENT = "附件清单"
    FILLING = "填报信息"


_LONGEST: Final = 160
"""Most characters of a line around a report."""
_SHORT: Final = 80
_CLAUSE: Final = re.compile("[，；]")
"""Most characters of a line of data without labels; marks that it does not have."""
_DASH: Final = "[—–―－─_~～·•.\\-－]"
_PAGE_NUMBER: Final = re.compile(
    rf"\s*(?:{_DASH}+\s*\d{{1,3}}\s*{_DASH}+|第\s*\d{{1,3}}\s*页(?:[\s，,/]*共\s*\d{{1,3}}\s*页)?"
    r"|\d{1,3}\s*/\s*\d{1,3}\s*页?|(?i:page)\s*\d{1,3}(?:\s*(?i:of)\s*\d{1,3})?|[（(]\s*第\s*\d{1,3}\s*页\s*[)）])\s*"
)
_LABELS: Final = (
    r"(?:信息)?发布(?:时间|日期|人|单位|机构|机关|部门)|(?:发文|成文|生成|公开|公布|印发|更新|编辑|提交)"
    r"(?:时间|日期)|日\s*期|时\s*间|(?:信息|文章|稿件|内容|新闻)?来\s*源|(?:文章)?作\s*者|责任编辑|责编|编\s*辑|"
    r"审\s*核|校\s*对|撰\s*稿|供\s*稿|录\s*入|(?:发文|制发|公开|主办)(?:机关|单位|机构|主体|责任部门)|公开(?:方式|形式|"
    r"范围|时限|类别|属性|目录)|(?:信息)?索\s*引\s*号?|(?:主题|信息|体裁|组配|服务对象|公文)分类|公文种类|(?:发文)?"
    r"[文字]\s*号|主题词|关键[词字]|有\s*效\s*性|效力状态|信息时效|信息名称|名\s*称|标\s*题|内容概述|概\s*述|(?:浏览|点击|"
    r"阅读|访问)(?:次数|人数|数|量)?|字体(?:大小)?|字号|视力保护色|分享(?:到|至)?"
)
_METADATA: Final = re.compile(rf"\s*[\[【（(|｜]?\s*(?:{_LABELS})\s*[：:]")
_STAMPED: Final = re.compile(
    r"20\d\d\s*(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)\s*\d{1,2}[:：]\d\d|"
    r"[（(【\[\s](?:浏览|点击|阅读|访问)(?:次数|人数|数|量|率)?\s*[：:]"
)
"""The time of publication, or the number of readers, anywhere in a short line."""
_FILLING: Final = re.compile(
    r"\s*(?:(?:填报|填表|填写|报送|编制|制表)(?:单位|机关|部门|人员?|日期|时间)|(?:审核|负责|经办|复核|制表)人|"
    r"(?:统计|数据)(?:时间|期限|区间|日期|截止日期))\s*(?:[（(]\S{1,4}[）)])?\s*[：:]"
)
"""Who filled in a sheet, and when."""
_TIME: Final = re.compile(
    r"\s*20\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?:\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?)"
    r"\s*|\s*20\d\d[-/.]\d{1,2}[-/.]\d{1,2}\s*"
)
_TOKENS: Final = re.compile(
    r"打印(?:本页|页面|此页)?|关闭(?:窗口|页面|本页)?|(?:加入)?收藏(?:本页)?|返回(?:顶部|首页|列表|上页|上一页)?|"
    r"分享(?:到|至)?|新浪微博|微博|微信|朋友圈|QQ(?:空间|好友)?|人人网|字体|字号|特大|超大|大|中|小|默认|缩小|放大|"
    r"复制链接|(?:全文|点击|附件|文件|本文)?下载(?:本文|全文|附件)?|(?:语音|全文|点击|文字)?(?:朗读|播报|播放)(?:全文|语音|"
    r"音频)?|暂停|继续|停止|听全文|收听(?:全文)?|听新闻|音量|倍速|语速|(?:网站)?无障碍(?:浏览|阅读)?|长者(?:模式|版|助手)|"
    r"适老(?:版|化)|关怀(?:版|模式)|繁體|繁体(?:版)?|简体|English|手机版|移动版|扫一扫|扫码|二维码|(?:我要)?纠错|"
    r"意见反馈|点赞|评论|登录|注册|在看|赞|写?留言|阅读(?:量|数)?\s*\d+|\d{1,2}:\d\d|[xX×]?\d\.\d+[xX×]?|[AaTt][+-]?|[▶►▷⏸⏵⏯■◀🔊🔈🎧📢]"
)
_BETWEEN: Final = re.compile(r"[\s\[\]【】（）()|｜/:：、，,.·+\-—]+")
_SPOKEN: Final = re.compile(
    r"\s*(?:扫一扫|扫描二维码|用?微信扫|预览时标签不可点|(?:继续|向上)滑动看|轻触阅读原文|喜欢此内容的人|"
    r"[您你]的浏览器|当前浏览器|Your browser|"
    r"点击(?:收听|播放|朗读)|本文语音|音频播放)"
)
_HERE: Final = re.compile(
    r"\s*(?:您|你)?(?:当前|现在|目前)?(?:所在|所处|的)?(?:的)?(?:位置|栏目)\s*[：:>＞]|\s*(?:上|下)一(?:篇|条|页)\s*(?:[：:]|$)|"
    r"\s*(?:返回|网站)?(?:首\s*页|主页)\s*$"
)
_PATH: Final = re.compile(r"\s*[>＞›»→/|｜]+\s*|\s+-\s+")
_FOOTER: Final = re.compile(
    r"版权所有|ICP备|公网安备|网安备|网站标识码|网站地图|网站声明|隐私(?:声明|保护|条款)|建议使用.{0,30}浏览器|政府网站找错|"
    r"(?i:copyright)|©|^\s*(?:网站)?(?:主办|承办|协办|主管|运维|技术支持)(?:单位)?\s*[：:]|^\s*技术支持|^\s*联系我们\s*$|"
    r"^\s*关于(?:我们|本站)|^\s*(?:相关|友情)链接|^\s*免责声明"
)
_ATTACHMENT: Final = re.compile(
    r"\s*[\[【]?\s*(?:(?:相关)?附件(?:下载|列表|清单)?|相关(?:文档|文件|附件)(?:下载)?|(?:文档|文件)下载)\s*"
    r"[\]】]?\s*[\d一二三四五]*\s*(?:[：:.、]|$)"
)
_FILE: Final = re.compile(
    r"[^。；]{1,100}\.(?:docx?|pdf|xlsx?|wps|et|ofd|zip|rar|jpe?g|png|html?)\s*(?:[（(\[][^）)\]]*[）)\]])?\s*(?:下载|预览)*\s*",
    re.IGNORECASE,
)
_LEADERS: Final = re.compile(r"(?:[\s.…·．。_—－-]{2,}|\t)\s*[（(]?\d{1,3}[)）]?\s*$")


def without_page(line: str) -> str:
    """Return a line of a table of contents without its leaders and the number of its page."""
    return _LEADERS.sub("", line).strip()


def is_page_number(line: str) -> bool:
    """Return whether a line is only a page number with its marks: — 5 —, 第5页, 5/12."""
    return len(line) <= _LONGEST and _PAGE_NUMBER.fullmatch(line) is not None


def is_path(line: str) -> bool:
    """Return whether a line is a path of a site: 首页 > 政务公开 > 年报."""
    parts = [part for part in _PATH.split(line.strip()) if part]
    short = all(len(part) <= 16 and "。" not in part for part in parts)
    begins = bool(parts) and parts[0] in ("首页", "网站首页", "主页")
    return short and (len(parts) > 2 or (begins and len(parts) > 1)) and (begins or ">" in line)


def surrounding_of(line: str) -> Surrounding | None:
    """Return the kind of a line around a report; None for all others."""
    if not line.strip() or len(line) > _LONGEST or "。" in line.strip().rstrip("。"):
        return None
    if is_page_number(line):
        return Surrounding.PAGE_NUMBER
    if _BETWEEN.sub("", _TOKENS.sub("", line)) == "" or _SPOKEN.match(line):
        return Surrounding.BUTTON
    if _FILLING.match(line) and "。" not in line:
        return Surrounding.FILLING
    is_short = len(line) <= _SHORT and not _CLAUSE.search(line)
    if _METADATA.match(line) or _TIME.fullmatch(line) or (is_short and _STAMPED.search(line)):
        return Surrounding.METADATA
    if _HERE.match(line) or is_path(line):
        return Surrounding.NAVIGATION
    if _ATTACHMENT.match(line) or _FILE.fullmatch(line):
        return Surrounding.ATTACHMENT
    return Surrounding.FOOTER if _FOOTER.search(line) else None
