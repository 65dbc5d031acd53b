"""Checking a report: what is wrong, open or unfit to be published, as findings.

Docstrings name a check by its number in this list. What has none names its point of the decree
(国办公开办函〔2021〕30号): 1 to 6 are the six sections of a report.

1. 勾稽关系 of section three, for each applicant: 第一项＋第二项＝第三项＋第四项.
2. Counts and money are numbers; 未能识别 is none.
3. 原表合计 equals the total that the program computes.
4. The years of the title and of the period are the report's.
5. 上年结转 equals last year's 结转下年度.
6. 现行有效件数 follows from last year's, 本年制发 and 本年废止.
7. 上一年项目数量 (2019) follows from last year's.
8. Section four counts at least last year's 尚未审结.
9. The parts of a tally, and 建议 and 提案, add up to their total.
10. Money is not a thousand times last year's: 元 or 万元.
11. A table does not repeat last year's.
12. 规章 are counted only by a unit that can make them.
13. 逾期未缴费 is not above the 收费通知 that were not paid.
14. A section is not too short and says what it has to say.
15. 机关名称 is last year's.
16. A section does not repeat last year's text: 雷同.
17. 复议 and 诉讼 are not far above 第三项总计; the form is that of the year.
21. No text has gaps, or years that are another's.
22. 公布前提示: what must not be published.

Checks 1 to 4 find errors, 5 to 17 warnings, which a 说明 answers, 21 and 22 hints or warnings.
"""
