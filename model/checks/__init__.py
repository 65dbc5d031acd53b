"""Check a report: errors, blanks and content unfit for publication, as findings.

Docstrings name a check by its number in this list, or by its point of the decree
(国办公开办函〔2021〕30号): points 1 to 6 are the six sections of a report.

1. 勾稽关系 of section three, for each applicant: 第一项＋第二项＝第三项＋第四项.
2. Counts and money are numbers, not 未能识别.
3. 原表合计 equals the total that the program computes.
4. The years in the title and in the period are the year of the report.
5. 上年结转 equals last year's 结转下年度.
6. 现行有效件数 follows from last year's, 本年制发 and 本年废止.
7. 上一年项目数量 (2019) follows from last year's.
8. Section four counts at least last year's 尚未审结.
9. The parts of a tally, and 建议 and 提案, add up to their total.
10. Money is not a thousand times last year's (元 or 万元).
11. A table does not repeat last year's.
12. Only a unit that may make 规章 counts them.
13. 逾期未缴费 is not greater than the number of unpaid 收费通知.
14. A section is not too short and contains the required words.
15. 机关名称 is last year's.
16. A section does not repeat last year's text: 雷同.
17. 复议 and 诉讼 are not far greater than 第三项总计; the form is that of the year.
18. A number in a text is the number of the figure that it states.
19. What a text denies (未收到, 均已办结) is 0.
20. Shares, changes and sums in a text come out.
21. No text has gaps, slips of the pen, or years that belong to another report; not more than a
    third of the results are 其他处理.
22. 公布前提示: content that must not be published.
23. 变化异常: no number is more than ten times last year's, or less than a tenth.

Checks 1 to 4 find errors; 5 to 19 and 23 find warnings, which a 说明 explains; 20 to 22 find hints
or warnings.
"""
