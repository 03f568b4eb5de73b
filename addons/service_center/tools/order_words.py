"""What registers of repairs and service records call their columns and words, in Chinese and English."""

# fmt: off
#: value of the field -> words for it; the first one is offered in the template
KINDS = {
    "on_site_repair": (
        "上门维修", "维修", "报修", "现场维修", "修理", "上门", "On-site repair", "Repair", "On site",
    ),
    "installation": (
        "安装", "安装调试", "上门安装", "开箱调试", "调试", "Installation", "Install", "Commissioning",
    ),
    "workshop_repair": (
        "送修", "到店维修", "车间维修", "门店维修", "Workshop repair", "Workshop",
    ),
    "factory_repair": (
        "返厂", "返厂维修", "工厂维修", "厂修", "Factory repair", "Factory",
    ),
    "exchange": (
        "换货", "更换", "换新", "Exchange", "Replacement",
    ),
    "return": (
        "退货", "退换", "Return",
    ),
    "maintenance": (
        "保养", "维护", "巡检", "检修", "保养维护", "Maintenance", "Service", "Inspection",
    ),
    "consultation": (
        "咨询", "电话指导", "电话", "技术咨询", "Consultation", "Telephone", "Advice",
    ),
}
STATES = {
    "draft": (
        "待确认", "新报修", "未处理", "待处理", "Draft", "New", "Open",
    ),
    "confirmed": (
        "待派工", "已受理", "已确认", "待维修", "再派", "Confirmed", "Accepted",
    ),
    "scheduled": (
        "已派工", "已派", "已约", "已预约", "派工", "Scheduled", "Dispatched",
    ),
    "in_progress": (
        "维修中", "处理中", "施工中", "进行中", "In progress", "Under repair",
    ),
    "waiting": (
        "等配件", "待料", "缺料", "等待配件", "等厂家", "等客户", "挂起", "Waiting", "On hold",
    ),
    "done": (
        "已完工", "完工", "已修复", "已修好", "已维修", "待签字", "Done", "Repaired", "Finished",
    ),
    "signed": (
        "已签字", "已签收", "客户已签字", "已验收", "Signed",
    ),
    "closed": (
        "已结案", "已关闭", "已完成", "完成", "已结清", "结案", "已回访", "Closed", "Completed",
    ),
    "cancelled": (
        "已取消", "取消", "作废", "撤销", "误报", "Cancelled", "Canceled", "Void",
    ),
}
WARRANTY = {
    "in": (
        "保内", "是", "保修期内", "质保内", "质保期内", "在保", "In warranty", "In", "Yes",
    ),
    "out": (
        "保外", "否", "保修期外", "质保外", "质保期外", "过保", "Out of warranty", "Out", "No",
    ),
    "unproven": (
        "无凭证", "不详", "待查", "未知", "无法确认", "Not proven", "Unproven", "Unknown",
    ),
}
CAUSES = {
    "manufacturing": (
        "质量问题", "制造缺陷", "产品质量", "质量", "安装质量", "工艺问题", "Manufacturing fault",
        "Quality",
    ),
    "misuse": (
        "使用不当", "人为损坏", "人为", "误操作", "Misuse", "Customer's misuse",
    ),
    "transport": (
        "运输损坏", "运输", "搬运损坏", "Transport damage", "Transport",
    ),
    "wear": (
        "自然磨损", "正常磨损", "磨损", "老化", "自然老化", "Wear", "Wear and tear",
    ),
    "unknown": (
        "不明", "未查明", "原因不明", "待查", "Unknown",
    ),
}
LIABILITY = {
    "company": (
        "公司", "公司承担", "免费", "我方", "厂家", "Company", "Free",
    ),
    "customer": (
        "客户", "客户承担", "自费", "收费", "业主", "Customer", "Charged",
    ),
    "split": (
        "各半", "各承担一半", "各承担50%", "双方各半", "对半", "Half each", "Shared",
    ),
}

#: column -> headings that name it
HEADINGS = {
    "number": (
        "报修编号", "Order No.", "维修单号", "服务单号", "售后编号", "派工单号", "登记编号",
        "记录编号", "编号", "单号", "Ledger No.", "Repair No.", "Service No.", "Job No.", "Number",
        "No.",
    ),
    "received_at": (
        "报修日期", "Received at", "报修时间", "受理日期", "受理时间", "登记日期", "登记时间",
        "来电日期", "接报时间", "日期", "时间", "Received", "Reported on", "Date received", "Date",
    ),
    "customer": (
        "客户姓名", "Customer", "报修人", "业主姓名", "客户名称", "用户姓名", "用户名称", "顾客姓名",
        "业主", "客户", "顾客", "用户", "联系人", "姓名", "Customer name", "Reported by", "Contact",
        "Name",
    ),
    "phone": (
        "联系电话", "Phone", "客户电话", "报修电话", "业主电话", "手机号码", "手机", "电话",
        "联系方式", "Telephone", "Contact phone", "Mobile", "Tel",
    ),
    "address": (
        "地址", "Address", "维修地址", "安装地址", "服务地址", "楼盘房号", "房号", "小区房号",
        "项目房号", "工程名称", "Service address", "Place", "Location",
    ),
    "channel": (
        "报修方式", "Channel", "受理方式", "报修渠道", "来源", "渠道", "Reported by means", "Source",
        "Via",
    ),
    "type": (
        "服务类型", "Service type", "服务项目", "服务方式", "处理方式", "工单类型", "要求服务",
        "Type of service", "Service wanted",
    ),
    "category": (
        "报修类别", "Category", "故障类别", "问题类别", "报修分类", "问题分类", "故障类型", "类别",
        "分类", "Fault category", "Class",
    ),
    "product": (
        "产品名称", "Product", "产品型号", "门窗类型", "品名", "型号", "产品", "商品名称", "仪器型号",
        "Model", "Item", "Article",
    ),
    "serial": (
        "产品编号", "Serial number", "序列号", "出厂编号", "产品序列号", "机身编号", "仪器编号",
        "Serial No.", "Lot", "Batch",
    ),
    "description": (
        "报修内容", "Problem", "故障描述", "故障现象", "问题描述", "报修事项", "维修内容", "客户要求",
        "内容", "Fault", "Description", "Request", "Details",
    ),
    "warranty": (
        "保内/保外", "Warranty", "是否保修", "保修状态", "质保状态", "是否在保", "是否在保修期内",
        "保修期", "质保", "In warranty", "Warranty status",
    ),
    "cause": (
        "故障原因", "Cause", "原因", "损坏原因", "责任原因", "原因分析", "Cause of fault", "Reason",
    ),
    "technician": (
        "维修人员", "Technician", "维修师傅", "维修员", "派工人员", "工程师", "服务人员", "施工人员",
        "师傅", "Engineer", "Repaired by", "Assigned to",
    ),
    "planned_start": (
        "预约日期", "Planned for", "预约时间", "约定日期", "上门日期", "上门时间", "计划日期",
        "派工日期", "Appointment", "Visit",
    ),
    "finished_at": (
        "完成日期", "Finished at", "完工日期", "完成时间", "维修日期", "完工时间", "修复时间",
        "Finished", "Completed on", "Repaired on",
    ),
    "hours": (
        "工时", "Hours", "维修工时", "用工", "耗时", "维修时间", "工时(小时)", "Working hours",
        "Time spent", "Labour",
    ),
    "material": (
        "使用材料", "Material", "更换配件", "维修材料", "用料", "材料", "配件", "更换零件", "Parts",
        "Materials", "Parts used",
    ),
    "amount": (
        "费用", "Cost", "维修费用", "费用合计", "金额", "费用金额", "合计费用", "Costs", "Amount",
        "Expense",
    ),
    "liability": (
        "费用承担", "Paid by", "费用承担方", "承担方", "责任方", "Borne by", "Liability",
    ),
    "work_done": (
        "维修结果", "Work done", "处理结果", "维修情况", "处理情况", "完成情况", "Result",
        "Action taken",
    ),
    "opinion": (
        "客户意见", "Customer's opinion", "顾客意见", "业主意见", "用户意见", "客户评价", "满意度",
        "Opinion", "Feedback",
    ),
    "signed_by": (
        "客户签字", "Signed by", "签字人", "客户签名", "业主签字", "验收人", "签收人", "Signature",
    ),
    "state": (
        "状态", "Status", "维修状态", "处理状态", "进度", "处理进度", "State", "Progress",
    ),
    "unfinished": (
        "未完成原因", "Why unfinished", "未完工原因", "遗留问题", "延期原因", "未修复原因",
        "Reason unfinished", "Left open",
    ),
}
# fmt: on
