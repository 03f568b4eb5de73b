"""What ledgers call the columns, channels and states of a complaint, in Chinese and English."""

# fmt: off
#: value of the field -> words for it; the first one is offered in the template
CHANNELS = {
    "counter": (
        "服务台", "现场", "来店", "客服台", "总台", "柜台", "前台", "到店", "上门", "当面", "来访",
        "现场投诉", "面诉", "Counter", "Service desk", "In person", "On site", "Walk-in",
    ),
    "phone": (
        "电话", "来电", "热线", "客服热线", "400热线", "400电话", "400", "电话投诉", "客服电话",
        "Telephone", "Phone", "Hotline", "Call",
    ),
    "email": (
        "电子邮件", "邮件", "邮箱", "E-mail", "Email", "Mail",
    ),
    "web": (
        "网站", "官网", "网页", "小程序", "APP", "线上", "网络", "在线客服", "Web form", "Web",
        "Website", "Online",
    ),
    "portal": (
        "客户门户", "门户", "Portal",
    ),
    "letter": (
        "信函", "信件", "来信", "书信", "意见簿", "意见箱", "意见卡", "Letter", "Suggestion box",
    ),
    "social": (
        "微信", "微博", "抖音", "小红书", "公众号", "微信公众号", "大众点评", "点评", "企业微信",
        "微信群", "社交媒体", "QQ", "Social media", "WeChat", "Weibo", "Douyin",
    ),
    "regulator": (
        "12315", "12345", "12315热线", "12345热线", "12315平台", "全国12315平台", "市场监管局",
        "市场监管", "市监局", "消协", "消费者协会", "消委会", "工商", "监管部门", "政府热线",
        "市长热线", "Regulator", "Consumer association",
    ),
    "other": (
        "其他", "其它", "Other",
    ),
}
STATES = {
    "new": (
        "待处理", "未处理", "新建", "新", "待受理", "未受理", "已登记", "登记", "New", "Open",
        "Pending", "To do",
    ),
    "acknowledged": (
        "已受理", "受理", "已接收", "Acknowledged", "Accepted",
    ),
    "investigating": (
        "处理中", "调查中", "跟进中", "办理中", "进行中", "核实中", "跟踪中", "Investigating",
        "In progress", "Processing", "Under investigation",
    ),
    "resolving": (
        "整改中", "解决中", "落实中", "赔付中", "协商中", "调解中", "Resolving",
    ),
    "waiting": (
        "等待客户", "待客户回复", "待客户确认", "待顾客回复", "等待顾客", "挂起", "Waiting for Customer",
        "Waiting", "On hold",
    ),
    "resolved": (
        "已解决", "已处理", "处理完毕", "已回复", "已答复", "待回访", "待确认", "Resolved", "Solved",
    ),
    "closed": (
        "已办结", "已结案", "已关闭", "办结", "结案", "关闭", "已完成", "完成", "已完结", "完结",
        "已结束", "Closed", "Completed", "Finished", "Done",
    ),
    "rejected": (
        "不予受理", "驳回", "已驳回", "不受理", "无效", "无效投诉", "已拒绝", "不成立", "投诉不成立",
        "Rejected", "Declined", "Invalid", "Dismissed",
    ),
    "cancelled": (
        "已取消", "取消", "已撤销", "撤销", "已撤诉", "撤诉", "已作废", "作废", "误登记", "Cancelled",
        "Canceled", "Withdrawn", "Void",
    ),
    "merged": (
        "已合并", "合并", "并案", "已并案", "重复投诉", "重复登记", "Merged", "Duplicate",
    ),
}

HEADINGS = {
    "number": (
        "投诉编号", "Ledger No.", "投诉单号", "投诉号", "台账编号", "登记编号", "受理编号", "案件编号",
        "工单编号", "工单号", "流水号", "编号", "单号", "Complaint No.", "Complaint Number", "Case No.",
        "Case Number", "Ticket No.", "Ticket", "Reference", "Ref", "Number", "ID",
    ),
    "received_at": (
        "投诉时间", "Received at", "投诉日期", "接诉时间", "接诉日期", "受理时间", "受理日期",
        "登记时间", "登记日期", "来电时间", "反馈时间", "日期", "时间", "Received", "Received on",
        "Received date", "Date received", "Complaint date", "Complaint time", "Registered at", "Date",
        "Time",
    ),
    "customer": (
        "顾客姓名", "Customer", "客户姓名", "投诉人姓名", "投诉人", "消费者姓名", "会员姓名",
        "客户名称", "顾客", "客户", "消费者", "姓名", "联系人", "Customer name", "Complainant",
        "Client", "Consumer", "Contact", "Name",
    ),
    "phone": (
        "联系电话", "Phone", "顾客电话", "客户电话", "投诉人电话", "联系人电话", "手机号码", "手机号",
        "手机", "电话号码", "电话", "联系方式", "Telephone", "Phone number", "Contact phone",
        "Contact number", "Mobile", "Tel",
    ),
    "email": (
        "电子邮箱", "E-mail", "电子邮件", "邮箱", "邮件地址", "Email address", "Mail",
    ),
    "channel": (
        "投诉渠道", "Channel", "受理渠道", "反馈渠道", "投诉来源", "投诉方式", "受理方式", "投诉途径",
        "渠道", "来源", "Source", "Via",
    ),
    "category": (
        "投诉类别", "Category", "投诉类型", "投诉分类", "投诉性质", "问题类型", "问题分类", "类别",
        "类型", "分类", "Complaint category", "Complaint type", "Type", "Class",
    ),
    "site": (
        "投诉地点", "Site", "场所", "发生地点", "涉及门店", "涉及商户", "门店名称", "门店", "商铺", "店铺",
        "专柜", "商户", "店名", "地点", "位置", "柜台", "楼层", "品牌", "Location", "Store", "Shop",
        "Counter", "Outlet", "Branch", "Place",
    ),
    "department": (
        "责任部门", "Responsible department", "被投诉部门", "涉及部门", "所属部门", "部门",
        "Department", "Dept",
    ),
    "description": (
        "投诉内容", "Description", "投诉事由", "投诉描述", "投诉详情", "投诉问题", "问题描述",
        "情况描述", "事件描述", "事情经过", "反映内容", "事由", "内容", "详情", "描述",
        "Complaint details", "Complaint description", "Complaint", "Details", "What happened",
        "Content", "Issue", "Problem",
    ),
    "demand": (
        "顾客诉求", "Customer's demand", "客户诉求", "投诉诉求", "顾客要求", "客户要求", "诉求", "期望",
        "Demand", "Customer demand", "Request", "Expectation", "Claim",
    ),
    "product": (
        "涉及商品", "Product", "涉及产品", "商品名称", "产品名称", "商品", "产品", "商品编码",
        "商品条码", "货号", "款号", "Product name", "Item", "Article", "SKU", "Goods",
    ),
    "order": (
        "订单号", "Sales order", "订单编号", "销售订单", "订单",
        "Order No.", "Order number", "Order",
    ),
    "amount": (
        "涉及金额", "Amount at stake", "投诉金额", "索赔金额", "涉诉金额", "商品金额", "消费金额",
        "金额", "Amount involved", "Claim amount", "Amount", "Value",
    ),
    "employees": (
        "被投诉人", "Employees complained about", "被投诉员工", "被投诉人员", "涉及员工", "当事员工",
        "当事人", "责任人", "Person complained about", "Complained about", "Employees", "Employee",
        "Staff",
    ),
    "handler": (
        "经办人", "Handler", "处理人", "处理人员", "承办人", "受理人", "跟进人", "接待人", "负责人",
        "客服", "Handled by", "Assigned to", "Responsible", "Agent", "Owner",
    ),
    "state": (
        "处理状态", "Status", "办理状态", "投诉状态", "状态", "处理进度", "进度", "State", "Progress",
        "Stage",
    ),
    "resolution": (
        "处理结果", "Resolution", "处理情况", "处理意见", "处理措施", "处理过程", "解决方案",
        "解决措施", "结果", "Result", "Outcome", "Solution", "Action taken", "Measures",
    ),
    "closed_at": (
        "办结时间", "Closed at", "办结日期", "结案时间", "结案日期", "关闭时间", "处理完成时间",
        "完成时间", "完成日期", "解决时间", "Closed on", "Closed", "Closing date", "Date closed",
        "Completed on", "Resolved on",
    ),
}
# fmt: on
