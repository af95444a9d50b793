using KaPipeline.Digests.Facts;
using KaPipeline.Labels;

namespace KaPipeline.Host.Web;

/// <summary>Chinese words for the stored ones; English readers see the stored words themselves, with spaces.</summary>
internal static class Words
{
    private static readonly Dictionary<string, string> Chinese = new()
    {
        // runs
        ["queued"] = "排队", ["running"] = "运行中", ["succeeded"] = "成功", ["failed"] = "失败", ["cancelled"] = "已取消", ["left_out"] = "跳过",
        ["schedule"] = "计划", ["catch_up"] = "补跑", ["rerun"] = "重跑", ["command_line"] = "命令行",
        ["started"] = "开始", ["save_profile"] = "保存配置", ["load_sample"] = "加载样本", ["taken_over"] = "接管", ["attempt_failed"] = "本次失败",
        ["handed_back"] = "交还", ["cancel_asked"] = "要求取消", ["brought_forward"] = "提前开始", ["killed"] = "中断",
        ["log"] = "日志", ["warning"] = "警告", ["missing"] = "缺失", ["missing_and_failed"] = "缺失及失败", ["all"] = "全部", ["selected"] = "选定",
        // jobs
        ["collect"] = "采集", ["load"] = "加载", ["reconcile"] = "对账", ["daily"] = "日报", ["weekly"] = "周报", ["close"] = "月结（5日）",
        ["budget"] = "费用预算（15日）", ["plan"] = "月计划（25日）", ["restate"] = "更正", ["restatement"] = "更正通知", ["watch"] = "巡检", ["tidy"] = "清理",
        ["rehearse"] = "演练",
        // schedules
        ["every_day"] = "每天", ["working_day"] = "工作日", ["latest"] = "仅最近一次", ["none"] = "不补",
        // feeds and rows
        ["on_time"] = "准时", ["late"] = "迟到", ["not_due"] = "未到期", ["open"] = "未处理", ["replayed"] = "已重放", ["released"] = "已剔除",
        // rules of rows
        ["shared_barcode"] = "条码对应多个产品", ["unknown_chain"] = "未知系统", ["price_of_nought"] = "价格为零", ["overlapping_period"] = "有效期重叠",
        ["product"] = "产品", ["chain_item"] = "系统货号", ["store"] = "门店", ["price"] = "供价", ["promotion"] = "促销", ["contract"] = "合同",
        ["unknown_product"] = "未知商品", ["unknown_store"] = "未知门店", ["unknown_statement"] = "未知对账单", ["unknown_account"] = "未知账户",
        ["unknown_value"] = "未知取值",
        ["unknown_row_kind"] = "未知行类", ["unknown_fee_code"] = "未知费用代码", ["missing_value"] = "缺值", ["too_large"] = "过大", ["too_long"] = "过长",
        ["refused_by_database"] = "数据库拒收", ["not_whole"] = "不是整数", ["pack_size_missing"] = "缺箱规",
        ["wrong_column_count"] = "列数不符", ["invalid_date"] = "日期不对", ["invalid_number"] = "数字不对", ["non_integer_cases"] = "非整箱",
        ["negative_value"] = "负值",
        ["lost_digits"] = "编码丢位", ["unreadable_text"] = "文字不可读",
        // what makes a file implausible
        ["dates_swapped"] = "日月可能对调", ["dates_out_of_order"] = "日期先后矛盾", ["implausible_date"] = "日期与文件相差过大", ["date_far"] = "日期远离业务日期",
            ["delivered_before_ordered"] = "先送货后下单",
        ["settled_before_delivered"] = "先结算后送货", ["kind_changes"] = "列中途换了类型", ["new_shape"] = "单号形式不同", ["far_from_usual"] = "远超通常数量或金额",
        // mail
        ["rendered"] = "待发", ["claimed"] = "发送中", ["accepted"] = "已接收", ["refused"] = "被拒", ["in_doubt"] = "存疑", ["suppressed"] = "不发",
            ["held"] = "暂缓", ["waiting"] = "待补发",
        // cases
        ["sent"] = "已提交", ["agreed"] = "已同意", ["credited"] = "已补回", ["written_off"] = "已核销", ["cleared"] = "已消除",
        ["send"] = "提交系统", ["agree"] = "系统同意", ["refuse"] = "系统拒绝", ["credit"] = "补回到账", ["write_off"] = "核销", ["reopen"] = "重开",
        ["assign"] = "指派", ["note"] = "备注", ["adjust"] = "调整", ["clear"] = "消除", ["receive_invoice"] = "收到发票", ["settle"] = "应退已结清",
        // families of breaks; their kinds, and the feeds, have the words of mails and workbooks
        ["service"] = "服务差异", ["money"] = "金额差异",
        // lineage
        ["source"] = "源行", ["exact"] = "须相符", ["order_total"] = "订单合计容差", ["line_amount"] = "行金额容差", ["our"] = "我方", ["their"] = "对方",
            ["order_line"] = "订单行", ["delivery_line"] = "送货行", ["statement"] = "对账单", ["statement_line"] = "对账单行",
        ["chain_id"] = "系统", ["kind"] = "种类", ["family"] = "类别", ["amount"] = "金额（元）", ["quantity"] = "数量", ["account_id"] = "账户",
        ["statement_number"] = "对账单号",
        ["line_number"] = "行号", ["order_number"] = "订单号", ["delivery_number"] = "送货单号", ["store_id"] = "门店", ["product_id"] = "商品",
        ["is_free"] = "赠品", ["occurred_on"] = "发生日",
        ["ours"] = "我方", ["theirs"] = "对方", ["rule"] = "规则", ["limit_value"] = "限额", ["is_within_tolerance"] = "容差内",
        ["counts_in_totals"] = "计入合计", ["is_carried"] = "结转", ["first_statement_number"] = "首见对账单",
        ["claim_key"] = "索赔编号", ["fee_text"] = "费用", ["period_from"] = "账期自", ["period_to"] = "账期至", ["stated_on"] = "出单日",
        ["expected_goods"] = "应付货款", ["expected_deductions"] = "应扣",
        ["stated_goods"] = "对账单货款", ["stated_deductions"] = "对账单扣款", ["stated_invoiceable"] = "对账单开票额", ["listed_invoiceable"] = "明细开票额",
        ["expected_payable"] = "我方应付", ["stated_payable"] = "对账单应付", ["difference"] = "差异", ["break_total"] = "差异合计", ["residual"] = "未解释",
        ["is_complete"] = "完整", ["open_quarantined_rows"] = "隔离行",
        // fields of profiles
        ["item_number"] = "货号", ["barcode"] = "条码", ["supplier_code"] = "供应商编码", ["settlement_unit"] = "结算单位", ["ordered_on"] = "订货日期",
            ["requested_on"] = "要求到货日", ["received_on"] = "收货日期",
        ["shipped_on"] = "发货日期", ["units"] = "数量（单品）", ["cases"] = "箱数", ["received_units"] = "实收数量（单品）", ["received_cases"] = "实收箱数",
        ["shipped_units"] = "发货数量（单品）", ["shipped_cases"] = "发货箱数",
        ["row_pack_size"] = "箱规", ["unit_price"] = "单价", ["case_price"] = "箱价", ["vat_rate"] = "税率", ["net_amount"] = "未税金额",
        ["tax_amount"] = "税额", ["deduction_mode"] = "扣款方式", ["invoice_number"] = "发票号",
        ["origin"] = "来源方式", ["electronic"] = "电子", ["manual"] = "手工", ["goods"] = "货款", ["return"] = "退货", ["deduction"] = "扣款",
        ["delivery"] = "送货", ["on_account"] = "账扣", ["on_invoice"] = "票扣", ["paid_apart"] = "交款",
        ["including"] = "含税", ["excluding"] = "不含税", ["whole"] = "整单", ["lines"] = "单行",
        // roles
        ["viewer"] = "查看", ["finance"] = "财务", ["operator"] = "运维", ["admin"] = "管理员",
        // alerts
        ["run_failed"] = "运行失败", ["feed_late"] = "来源迟到", ["feed_thin"] = "来源行数异常少", ["file_held"] = "文件待放行", ["master_data"] = "主数据有误",
            ["digest_missing"] = "报告缺失", ["calendar_missing"] = "缺日历", ["schedule_stopped"] = "计划停用", ["delivery_refused"] = "邮件被拒",
            ["mail_server"] = "邮件服务器", ["archive_damaged"] = "归档损坏", ["config_not_followed"] = "配置未生效", ["sending_held"] = "发送暂停",
            ["clock_off"] = "时钟不一致", ["resume_sending"] = "恢复发送",
    };

    /// <summary>Rules that a row can break, to pick from.</summary>
    public static IReadOnlyList<string> Rules { get; } =
    [
        "unknown_product", "shared_barcode", "unknown_store", "unknown_account", "unknown_statement", "unknown_value", "unknown_row_kind",
            "unknown_fee_code", "pack_size_missing", "missing_value", "invalid_date",
        "invalid_number", "not_whole", "non_integer_cases", "negative_value", "too_large", "too_long", "lost_digits", "unreadable_text",
        "wrong_column_count",
    ];

    private static readonly Dictionary<string, string> Steps = new()
    {
        ["sync profiles"] = "读入系统配置", ["load files"] = "加载文件", ["mirror settings"] = "读入设置", ["settle touched documents"] = "结算变动单据",
            ["keep figures"] = "更新指标",
        ["hand over the chain"] = "本系统已结算", ["settle what came meanwhile"] = "补算期间新到单据",
        ["record locks"] = "记录锁定", ["follow claims"] = "跟进索赔", ["check the warehouse"] = "检查数据", ["wait for sources"] = "等待来源",
        ["make the edition"] = "制作报告",
        ["send"] = "发送", ["write notices"] = "撰写更正通知", ["look for late sources"] = "查迟到来源", ["send what was put off"] = "补发推迟的邮件",
        ["look for mail servers in trouble"] = "查邮件服务器", ["look for missing digests"] = "查缺失报告", ["look for refused letters"] = "查被拒邮件",
        ["tell operations"] = "通知运维", ["forget old runs"] = "清理旧运行",
        ["first act"] = "第一幕", ["second act"] = "第二幕", ["third act"] = "第三幕",
    };

    // Where the stored word says too little.
    private static readonly Dictionary<string, string> Plainer = new()
    {
        ["all"] = "all", ["latest"] = "the latest only", ["none"] = "not at all", ["log"] = "log line", ["killed"] = "cut off",
    };

    private static readonly Dictionary<string, (string Chinese, string English)> Effects = new()
    {
        ["collect"] = ("从门户取回该系统到期的文件。", "Fetches the chain's files that are due from its portal."),
        ["load"] = ("加载收件箱中该系统的文件；加载过的文件不再加载，数据不会重复。",
        "Loads the chain's files from the inbox; files that are loaded already change nothing."),
        ["reconcile"] =
        ("按现有数据重算有变动的单据、指标、锁定与索赔；原始行不变。",
        "Works out changed documents, figures, locks and claims anew from what is loaded; source rows stay as they are."),
        ["restate"] = ("把改变了的已发数字更正给收到过的人。", "Corrects figures that were sent and have changed, to those who got them."),
        ["watch"] = ("检查迟到来源与缺失报告，并通知运维。", "Looks for late feeds and missing digests, and tells operations."),
        ["tidy"] = ("清理过了保留期的运行记录。", "Forgets runs that are past their keeping time."),
        ["rehearse"] = ("只演练，不动数据。", "A rehearsal; touches no data."),
    };

    /// <summary>What running a job again does to what is there, as a sentence; digests have one in common.</summary>
    public static string Effect(string? job, bool english) => Effects.TryGetValue(job ?? "", out var effect)
        ? english ? effect.English : effect.Chinese
        : english ? "Makes the digest of each date; one that is there already is only completed, nobody gets it twice."
        : "制作各日的报告；已有的只补齐还没有的人，不会重复发。";

    /// <summary>Whether a job sends letters to its readers: the digests and their corrections.</summary>
    public static bool Mails(string? job) => job == "restate" || !Effects.ContainsKey(job ?? "");

    /// <summary>A step: its name stays beside the Chinese words, since a rerun names it.</summary>
    public static string Step(string name, bool english) => english || !Steps.TryGetValue(name, out var words) ? name : $"{words} {name}";

    public static string For(string? stored, bool english) => stored switch
    {
        null or "" => "—",
        _ when english => Plainer.GetValueOrDefault(stored) ?? stored.Replace('_', ' '),
        _ => Chinese.GetValueOrDefault(stored) ?? BreakWords.Of(stored, Language.Chinese),
    };
}
