"""The words of the views in Thai and English: data, one entry for each thing that is said."""

from collections.abc import Mapping
from enum import StrEnum


class Language(StrEnum):
    """A language that the views speak."""

    THAI = "th"
    ENGLISH = "en"


_BOTH: Mapping[str, tuple[str, str]] = {
    # the page
    "report": ("รายงานผลการปฏิบัติราชการตามตัวชี้วัด", "KPI performance report"),
    "contents": ("สารบัญ", "Contents"),
    "organisation": ("ส่วนราชการ", "Organisation"),
    "plan": ("แผน", "Plan"),
    "vision": ("วิสัยทัศน์", "Vision"),
    "fiscal_year": ("ปีงบประมาณ", "Fiscal year"),
    "period": ("รอบการประเมิน", "Period"),
    "source_of_plan": ("ที่มาของแผน", "Source of the plan"),
    "source_of_results": ("ที่มาของผลการดำเนินงาน", "Source of the results"),
    "parameter": ("ค่าที่แผนกำหนด", "Parameter of the plan"),
    # what is not real
    "illustrative_title": ("รายงานนี้มีข้อมูลสมมติ", "This report contains illustrative data"),
    "illustrative_plan": ("ในแผน", "In the plan"),
    "illustrative_results": ("ในผลการดำเนินงาน", "In the results"),
    "marked_rows": (
        "รายการที่ใช้ข้อมูลสมมติมีเครื่องหมาย “สมมติ” กำกับไว้ {count} จาก {total} รายการ",
        "Rows that rest on illustrative data are marked “illustrative”: {count} of {total}.",
    ),
    "illustrative": ("สมมติ", "illustrative"),
    # summary
    "summary": ("สรุปผลคะแนน", "Summary"),
    "summary_note": (
        "คะแนนอยู่ระหว่าง {lowest} ถึง {highest} แถบเข้มคือคะแนนที่ได้ เส้นบางคือช่วงที่ยังเป็นไปได้เมื่อผลเข้ามาครบ",
        "Scores run from {lowest} to {highest}. The bar is the score, the line what is still possible.",
    ),
    "holder": ("ผู้รับการประเมิน", "Holder"),
    "scored": ("ตัวชี้วัดที่มีคะแนน", "KPIs scored"),
    "scored_of": ("{count} จาก {total}", "{count} of {total}"),
    "bar": (
        "คะแนน {score} ในช่วง {lowest} ถึง {highest} คะแนนที่เป็นไปได้ {low} ถึง {high}",
        "Score {score} on {lowest} to {highest}; possible scores {low} to {high}",
    ),
    "no_agreements": ("แผนนี้ไม่มีคำรับรองการปฏิบัติราชการ", "This plan holds no agreements."),
    # scorecard
    "scorecard": ("ผลตามคำรับรองการปฏิบัติราชการ", "Scorecard by agreement"),
    "scorecard_note": (
        "เปิดแต่ละแถวเพื่อดูว่าคะแนนได้มาอย่างไร",
        "Open a row to see how its score came about.",
    ),
    "agreement": ("คำรับรองการปฏิบัติราชการ", "Agreement"),
    "whole_agreement": ("รวมทั้งคำรับรอง", "Whole agreement"),
    "signatories": ("ผู้ลงนาม", "Signed by"),
    "kpi": ("ตัวชี้วัด", "KPI"),
    "node": ("หัวข้อ / ตัวชี้วัด", "Section / KPI"),
    "weight": ("น้ำหนัก", "Weight"),
    "actual_weight": ("น้ำหนักที่ใช้จริง", "Actual weight"),
    "result": ("ผลการดำเนินงาน", "Result"),
    "target": ("เป้าหมาย", "Target"),
    "score": ("คะแนน", "Score"),
    "weighted_score": ("คะแนนถ่วงน้ำหนัก", "Weighted score"),
    "contribution": ("ส่วนในคะแนนรวม", "Contribution"),
    "coverage": ("ความครบถ้วน", "Coverage"),
    "low_high": ("ช่วงที่เป็นไปได้", "Low to high"),
    "how": ("ที่มาของคะแนน", "How scored"),
    # heads of narrow columns, broken where a reader would
    "head_actual_weight": ("น้ำหนัก\nที่ใช้จริง", "Actual\nweight"),
    "head_weighted_score": ("คะแนน\nถ่วงน้ำหนัก", "Weighted\nscore"),
    "head_contribution": ("ส่วนใน\nคะแนนรวม", "Contribution"),
    "head_low_high": ("ช่วงที่\nเป็นไปได้", "Low to\nhigh"),
    "steps_done": ("ขั้นที่ {steps}", "steps {steps}"),
    "adjustment": ("ปรับคะแนน", "Adjustment"),
    "adjusted": ("ปรับแล้ว", "adjusted"),
    "definition": ("คำอธิบาย", "Definition"),
    "formula": ("สูตรการคำนวณ", "Formula"),
    "criteria": ("เกณฑ์การให้คะแนน", "Scoring criteria"),
    "points": ("คะแนนของรายการ", "Points"),
    "scores_below": ("ผลที่แย่กว่านี้ได้ {score} คะแนน", "Anything worse scores {score}."),
    "linear": ("ระหว่างสองระดับคิดตามสัดส่วน", "In proportion between two levels."),
    "step": ("ได้คะแนนของระดับสูงสุดที่ทำได้ถึง", "The score of the highest level met."),
    "by_ratio": ("คิดจากผลต่อเป้าหมายเป็นร้อยละ", "By result over target in percent."),
    "by_inverse": ("คิดจากเป้าหมายต่อผลเป็นร้อยละ", "By target over result in percent."),
    "by_points": ("คิดจากคะแนนของรายการที่ทำได้เป็นร้อยละของทั้งหมด", "By points earned in percent of all."),
    "by_checklist": ("รวมคะแนนของรายการที่ทำได้ เทียบกับคะแนนทั้งหมด", "Points earned over all points."),
    "by_steps": (
        "ได้คะแนนของขั้นสุดท้ายที่ทำต่อเนื่องโดยไม่ขาดขั้น",
        "The score of the last step before the first gap.",
    ),
    "level": ("ระดับ {level}", "Level {level}"),
    "reached": ("ผล", "Result"),
    "made": ("ที่ทำได้", "Made"),
    "done": ("ทำแล้ว", "done"),
    "note_of_plan": ("หมายเหตุในแผน", "Note in the plan"),
    "note": ("หมายเหตุ", "Note"),
    "evidence": ("หลักฐาน", "Evidence"),
    # where a score comes from
    "from_result": ("เทียบเกณฑ์", "result"),
    "from_given": ("คะแนนที่ให้มา", "given"),
    "from_same_as": ("ตัวชี้วัดเดียวกัน", "same KPI"),
    "from_contributions": ("ตัวชี้วัดที่ส่งผล", "contributing KPIs"),
    "from_roll_up": ("รวมตามน้ำหนัก", "roll-up"),
    "from_missing": ("ยังไม่มีคะแนน", "missing"),
    "from_not_applicable": ("ไม่ประเมิน", "not applicable"),
    # the same in a sentence
    "says_result": (
        "ผลการดำเนินงาน {measured} เทียบกับเกณฑ์การให้คะแนน{adjusted} ได้ {score} คะแนน",
        "The result {measured}, read by the scoring criteria{adjusted}, scores {score}.",
    ),
    "says_given": (
        "ใช้คะแนนตามที่ให้มา ไม่ได้คำนวณขึ้นใหม่{adjusted} ได้ {score} คะแนน",
        "The score is taken as it was given, not worked out{adjusted}: {score}.",
    ),
    "says_same_as": (
        "ไม่มีผลของตัวเอง จึงใช้คะแนนของตัวชี้วัด {parts} ซึ่งเป็นตัวชี้วัดเดียวกัน{adjusted} ได้ {score} คะแนน",
        "It has no result and takes the score of {parts}, which is the same KPI{adjusted}: {score}.",
    ),
    "says_contributions": (
        "ไม่มีผลของตัวเอง จึงใช้ค่าเฉลี่ยถ่วงน้ำหนักของตัวชี้วัดที่ส่งผล{adjusted}: {parts} = {score}",
        "It has no result; the weighted mean of what contributes to it{adjusted}: {parts} = {score}.",
    ),
    "says_roll_up": (
        "น้ำหนักที่ใช้จริง × คะแนน{adjusted}: {parts} = {score}",
        "Actual weight × score{adjusted}: {parts} = {score}.",
    ),
    "says_no_result": ("ไม่มีผลการดำเนินงานในรอบนี้ จึงยังไม่มีคะแนน", "No result was reported, so it has no score."),
    "says_no_scale": (
        "มีผลการดำเนินงาน แต่ไม่มีเกณฑ์การให้คะแนน จึงยังไม่มีคะแนน",
        "It has a result but no scoring criteria, so it has no score.",
    ),
    "says_no_same": (
        "ไม่มีผลของตัวเอง และตัวชี้วัด {id} ซึ่งเป็นตัวชี้วัดเดียวกันก็ใช้แทนไม่ได้ จึงยังไม่มีคะแนน",
        "It has no result of its own and {id}, which is the same KPI, gives it none, so it has no score.",
    ),
    "says_empty": ("ไม่มีหัวข้อหรือตัวชี้วัดอยู่ข้างใต้ จึงยังไม่มีคะแนน", "There is nothing below it, so it has no score."),
    "says_no_parts": (
        "ข้อที่อยู่ข้างใต้มีคะแนนไม่พอที่จะรวม จึงยังไม่มีคะแนน",
        "Too few of the parts below it have a score, so it has none.",
    ),
    "says_not_applicable": ("ไม่ประเมินในรอบนี้", "It does not count in this period."),
    "says_handed_on": ("น้ำหนักย้ายไปที่ {id}", "Its weight goes to {id}."),
    "adjusted_by": (" ปรับ {points}", ", adjusted by {points}"),
    "term": ("{weight} × {score} ({id})", "{weight} × {score} ({id})"),
    "more_terms": ("อีก {count} ข้อ", "{count} more"),
    "extra_term": ("{points} ({reason})", "{points} ({reason})"),
    "as_adjustment": ("ปรับคะแนน", "adjustment"),
    "as_cap": ("ไม่ให้เกินเพดาน", "cap"),
    "as_floor": ("ไม่ให้ต่ำกว่าขั้นต่ำ", "floor"),
    "where": ("บันทึกไว้ที่", "Recorded at"),
    # kinds
    "kinds": ("ประเภทของตัวชี้วัดระดับหน่วยงาน", "Kinds of unit KPIs"),
    "kind": ("ประเภท", "Kind"),
    "also": ("เป็นประเภทนี้ด้วย", "Also"),
    "organisation_kpis": ("ตัวชี้วัดของส่วนราชการ", "Organisation KPIs"),
    "reason": ("เหตุผล", "Reason"),
    "count": ("จำนวน", "Count"),
    "meaning": ("ความหมาย", "Meaning"),
    "declared": ("แผนระบุว่าเป็น {kind}", "the plan says {kind}"),
    "no_kinds": ("ไม่มีตัวชี้วัดของหน่วยงานใต้ส่วนราชการ", "No unit below the organisation holds a KPI."),
    "identical": ("เหมือนของส่วนราชการ (Identical)", "identical"),
    "common": ("ตัวชี้วัดร่วม (Common)", "common"),
    "contributory": ("ส่งผลต่อของส่วนราชการ (Contributory)", "contributory"),
    "unit_specific": ("เฉพาะของหน่วยงาน (Unit Specific)", "unit-specific"),
    "means_identical": (
        "นำตัวชี้วัดของส่วนราชการมาใช้ได้ทั้งตัว",
        "Taken from the organisation as it is.",
    ),
    "means_common": (
        "ทุกหน่วยงานที่ขึ้นกับส่วนเดียวกันวัดเรื่องเดียวกัน",
        "Every unit under the same parent measures it.",
    ),
    "means_contributory": (
        "ไม่เหมือนของส่วนราชการโดยตรง แต่ผลของตัวชี้วัดนี้ช่วยให้ตัวชี้วัดของส่วนราชการสำเร็จ",
        "Not the organisation's own, but it helps a KPI of the organisation.",
    ),
    "means_unit_specific": (
        "สะท้อนงานเฉพาะของหน่วยงาน ไม่เชื่อมกับตัวชี้วัดของส่วนราชการ",
        "Shows the unit's own work; no link to a KPI of the organisation.",
    ),
    "reason_identical": (
        "เป็นตัวชี้วัดเดียวกับ {end} ของส่วนราชการ{through}{more}",
        "same as {end} of the organisation{through}{more}",
    ),
    "reason_common": (
        "ทุกหน่วยงานที่ขึ้นกับส่วนเดียวกันวัดเรื่องนี้",
        "every unit under the same parent measures it",
    ),
    "reason_contributory": (
        "ส่งผลต่อ {end} ของส่วนราชการ{through}{more}",
        "contributes to {end} of the organisation{through}{more}",
    ),
    "reason_unit_specific": (
        "ไม่เชื่อมกับตัวชี้วัดของส่วนราชการ และไม่ใช่ตัวชี้วัดที่ทุกหน่วยงานวัดเหมือนกัน",
        "leads to no KPI of the organisation, and not every unit measures it",
    ),
    "through": (" ผ่าน {kpis}", " through {kpis}"),
    "and_others": (" และอีก {count} ตัวชี้วัด", " and {count} more"),
    # OS matrix
    "matrix": ("ตารางเจ้าภาพและผู้สนับสนุน (OS Matrix)", "Owner-Supporter matrix"),
    "matrix_note": (
        "O คือเจ้าภาพ (Owner) S คือผู้สนับสนุน (Supporter) ช่องว่างคือไม่เกี่ยวข้องโดยตรง",
        "O owns the KPI, S supports it; an empty cell means neither.",
    ),
    "no_matrix": ("แผนนี้ไม่ได้ระบุเจ้าภาพและผู้สนับสนุน", "This plan names no owners or supporters."),
    "joint": ("ร่วมกัน", "joint"),
    "goal": ("เป้าประสงค์", "Goal"),
    "owner": ("เจ้าภาพ", "owner"),
    "supporter": ("ผู้สนับสนุน", "supporter"),
    "neither": ("ไม่เกี่ยวข้อง", "neither"),
    # issues
    "issues": ("ข้อสังเกต", "Issues"),
    "issues_note": (
        "เรื่องที่ควรตรวจหรือแก้ในแผนและผลการดำเนินงาน พร้อมตำแหน่งที่พบ",
        "What should be looked at or mended in the plan and the results, and where it stands.",
    ),
    "no_issues": ("ไม่พบข้อสังเกต", "Nothing was found."),
    "severity": ("ระดับ", "Severity"),
    "place": ("ตำแหน่ง", "Place"),
    "message": ("เรื่องที่พบ", "What was found"),
    "hint": ("วิธีแก้", "How to mend it"),
    "code": ("รหัส", "Code"),
    "fault": ("ผิด", "fault"),
    "warning": ("ควรตรวจ", "warning"),
    "mended": ("แก้ให้แล้ว", "mended"),
    # how it was worked out
    "method": ("วิธีคำนวณ", "How it was worked out"),
    "score_range": ("ช่วงคะแนน", "Score range"),
    "range": ("{lowest} ถึง {highest}", "{lowest} to {highest}"),
    "missing_policy": ("เมื่อไม่มีคะแนน", "When a score is missing"),
    "version": ("จัดทำด้วย", "Made with"),
    "leave_out": (
        "ไม่นำมาคิด แล้วเฉลี่ยน้ำหนักให้ข้ออื่นในหัวข้อเดียวกันตามสัดส่วน",
        "It is left out, and its weight is shared among its siblings in proportion.",
    ),
    "zero": ("ให้เป็นศูนย์", "It counts as zero."),
    "lowest": ("ให้เป็นคะแนนต่ำสุด", "It counts as the lowest score."),
    "propagate": ("หัวข้อที่อยู่เหนือขึ้นไปไม่มีคะแนนด้วย", "What it is part of has no score either."),
    "means_score": (
        "คะแนนของหัวข้อ = ผลรวมของ (น้ำหนัก × คะแนน) ÷ ผลรวมของน้ำหนัก คิดเฉพาะข้อที่มีคะแนน",
        "Score of a section = sum of weight × score ÷ sum of weights, over the parts that have a score.",
    ),
    "means_weighted_score": (
        "คะแนนถ่วงน้ำหนัก = คะแนน × น้ำหนักตามแผนเป็นสัดส่วนของทั้งคำรับรอง",
        "Weighted score = score × planned weight as a share of the whole agreement.",
    ),
    "means_actual_weight": (
        "น้ำหนักที่ใช้จริง = สัดส่วนในหัวข้อเดียวกัน หลังตัดข้อที่ไม่มีคะแนนหรือไม่ประเมินออก รวมกันได้ร้อยละ 100",
        "Actual weight = share of its section after what has no score is left out; siblings add up to 100%.",
    ),
    "means_contribution": (
        "ส่วนในคะแนนรวม = คะแนน × น้ำหนักที่ใช้จริงทุกชั้นขึ้นไปจนถึงคำรับรอง รวมกันได้คะแนนรวมพอดี",
        "Contribution = score × the actual weights up to the agreement; contributions add up to its score.",
    ),
    "means_coverage": (
        "ความครบถ้วน = สัดส่วนของน้ำหนักที่มีคะแนนแล้ว",
        "Coverage = the share of the weight that has a score.",
    ),
    "means_low_high": (
        "ช่วงที่เป็นไปได้ = คะแนนเมื่อสิ่งที่ยังขาดออกมาต่ำสุดหรือสูงสุด",
        "Low to high = the score if all that is missing came in at the worst, or at the best.",
    ),
    "means_rounding": (
        "ตัวเลขทุกตัวคิดจากเศษส่วนแม่นตรง แล้วปัดเศษครั้งเดียวตอนแสดงผล (ครึ่งปัดขึ้น)",
        "Figures are worked out exactly and rounded once, half up, when they are printed.",
    ),
    # periods
    "months_to": ("รอบ {last} เดือน ปีงบประมาณ {year}", "{last} months of fiscal year {year}"),
    "quarter": ("ไตรมาสที่ {quarter} ปีงบประมาณ {year}", "quarter {quarter} of fiscal year {year}"),
    "month": ("เดือนที่ {month} ของปีงบประมาณ {year}", "month {month} of fiscal year {year}"),
    "era_BE": ("พ.ศ. {year}", "B.E. {year}"),
    "era_CE": ("ค.ศ. {year}", "{year}"),
}

MONTHS: Mapping[Language, tuple[str, ...]] = {
    Language.THAI: (
        "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
    ),
    Language.ENGLISH: (
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ),
}  # fmt: skip
"""Short names of the months, January first."""

WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.THAI: {key: thai for key, (thai, _) in _BOTH.items()},
    Language.ENGLISH: {key: english for key, (_, english) in _BOTH.items()},
}
"""What the views say, by language and by key; `{name}` marks what is filled in."""
