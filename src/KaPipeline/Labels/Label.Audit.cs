namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>What people did, as the audit records it.</summary>
    public static LabelFamily AuditAction { get; } = new("ops.audit.action")
    {
        // runs and schedules
        { "start_rerun", "发起重跑", "start a rerun" },
        { "rerun_selected", "重跑选定运行", "rerun selected runs" },
        { "pause_batch", "暂停批次", "pause a batch" },
        { "resume_batch", "继续批次", "resume a batch" },
        { "cancel_runs", "取消运行", "cancel runs" },
        { "start_run_now", "立即开始运行", "start a run now" },
        { "requeue_run", "重新排队", "requeue a run" },
        { "set_aside_run", "搁置失败运行", "set a failed run aside" },
        { "delete_job", "删除引擎作业", "delete an engine job" },
        { "pause_schedule", "暂停计划", "pause a schedule" },
        { "resume_schedule", "恢复计划", "resume a schedule" },
        { "trigger_schedule", "立即执行计划", "trigger a schedule" },
        { "refused_command", "拒绝仪表板指令", "refused dashboard command" },
        // mails
        { "make_edition", "制作报告", "make an edition" },
        { "new_edition", "另制新版", "make a new edition" },
        { "hold_edition", "暂缓发送", "hold an edition" },
        { "release_edition", "放行版本", "release an edition" },
        { "resend_digest", "重发报告", "send a copy of a digest" },
        { "send_again", "再次发送", "send again" },
        { "confirm_delivery", "确认已收到", "confirm a delivery" },
        { "resume_sending", "恢复发送", "resume sending" },
        // files and rows
        { "let_in_file", "放行文件", "accept a held file" },
        { "give_up_file", "作废文件", "discard a held file" },
        { "replay_quarantine", "补入隔离行", "replay quarantined rows" },
        { "release_row", "剔除隔离行", "remove a quarantined row" },
        { "map_item", "对应货号", "map an item" },
        { "add_store", "添加门店", "add a store" },
        // profiles and configuration
        { "make_backup", "备份", "make a backup" },
        { "save_profile", "保存配置", "save a profile" },
        { "load_sample", "加载样本", "load a sample" },
        { "take_over_config", "采用新配置", "take over configuration" },
        // cases
        { "case_open", "新建索赔", "open a case" },
        { "case_send", "索赔：提交系统", "case: send to the chain" },
        { "case_agree", "索赔：系统同意", "case: the chain agrees" },
        { "case_refuse", "索赔：系统拒绝", "case: the chain refuses" },
        { "case_credit", "索赔：款项到账", "case: money credited" },
        { "case_write_off", "索赔：核销", "case: write off" },
        { "case_reopen", "索赔：重开", "case: reopen" },
        { "case_clear", "索赔：消除", "case: clear" },
        { "case_adjust", "索赔：金额调整", "case: adjust the amount" },
        { "case_assign", "索赔：指派", "case: assign" },
        { "case_note", "索赔：备注", "case: note" },
        { "case_receive_invoice", "索赔：收到发票", "case: invoice received" },
        { "case_settle", "索赔：应退已结清", "case: what was owed is settled" },
        // accounts
        { "sign_in", "登录", "sign in" },
        { "sign_out", "退出", "sign out" },
        { "sign_in_failed", "登录失败", "sign-in failed" },
        { "lock_account", "锁定账户", "lock an account" },
        { "limit_address", "限制地址", "limit an address" },
        { "add_account", "新增账户", "add an account" },
        { "invite_account", "邀请账户", "invite to an account" },
        { "accept_invitation", "接受邀请", "accept an invitation" },
        { "disable_account", "停用账户", "disable an account" },
        { "enable_account", "启用账户", "enable an account" },
        { "set_password", "设置密码", "set a password" },
        { "set_role", "设置角色", "set a role" },
        { "set_scope", "设置范围", "set a scope" },
        { "load_opening", "加载期初余额", "load opening balances" },
        { "replace_opening", "替换期初余额", "replace opening balances" },
        { "record_reopening", "登记再开通申请", "record an application to reopen" },
        { "decide_exposure", "决定考核", "decide on a possible penalty" },
        { "write_plan", "填写改进计划", "write a plan of improvement" },
        { "comment", "评论", "comment" },
        { "tick_work", "登记完成", "tick off a line of the work list" },
        { "untick_work", "撤销登记", "take back a tick of the work list" },
        { "acknowledge_alert", "知晓告警", "acknowledge an alert" },
        { "snooze_alert", "静默告警", "snooze an alert" },
        { "refuse_out_of_scope", "拒绝范围外访问", "refuse what is out of scope" },
    };

    /// <summary>What an action was done to.</summary>
    public static LabelFamily AuditSubject { get; } = new("ops.audit.subject_kind", "ops.comment.subject_kind")
    {
        { "run", "运行", "run" },
        { "batch", "批次", "batch" },
        { "schedule", "计划", "schedule" },
        { "hangfire_job", "引擎作业", "engine job" },
        { "dashboard", "仪表板", "dashboard" },
        { "edition", "版本", "edition" },
        { "delivery", "邮件", "mail" },
        { "sending_hold", "发送暂停", "sending hold" },
        { "load", "加载", "load" },
        { "quarantined_row", "隔离行", "quarantined row" },
        { "backup", "备份", "backup" },
        { "profile", "配置", "profile" },
        { "config", "配置文件", "configuration" },
        { "account", "账户", "account" },
        { "store", "门店", "store" },
        { "chain_item", "系统货号", "chain item" },
        { "case", "索赔", "case" },
        { "statement", "对账单", "statement" },
        { "delivery_note", "送货单", "delivery note" },
        { "reopening_application", "再开通申请", "application to reopen" },
        { "exposure", "考核测算", "possible penalty" },
        { "improvement_plan", "改进计划", "plan of improvement" },
        { "claim", "差异", "difference" },
        { "alert", "告警", "alert" },
        { "figure", "数字", "figure" },
        { "source_row", "来源行", "source row" },
        { "order", "订单", "order" },
        { "mail", "邮件内容", "contents of a mail" },
        { "work_line", "送货清单行", "line of the work list" },
        { "photograph", "照片", "photograph" },
        { "evidence_pack", "证据包", "evidence pack" },
        { "statement_workbook", "对账工作簿", "reconciliation workbook" },
        { "negotiation_pack", "谈判资料", "negotiation pack" },
        { "application", "再开通申请表", "application form" },
    };

    /// <summary>What running a job again does to what is there, as a sentence.</summary>
    public static LabelFamily JobEffect { get; } = new()
    {
        { "collect", "从门户取回该系统到期的文件。", "Fetches the chain's files that are due from its portal." },
        {
            "load", "加载收件箱中该系统的文件；加载过的文件不再加载，数据不会重复。",
            "Loads the chain's files from the inbox; files that are loaded already change nothing."
        },
        {
            "reconcile", "按现有数据重算有变动的单据、指标、锁码与索赔；原始行不变。",
            "Works out changed documents, figures, locks and claims anew from what is loaded; source rows stay as they are."
        },
        { "digest", "制作各日的报告；已有的只补齐还没有的人，不会重复发。",
            "Makes the digest of each date; one that is there already is only completed, nobody gets it twice." },
        { "restate", "向收到过的人更正已变动的数字。", "Sends corrections of figures that have changed to those who received them." },
        { "watch", "检查未到数据与未发报告，并通知运维。", "Looks for late feeds and missing digests, and tells operations." },
        { "tidy", "清理超过保留期的运行记录、照片和查看记录。",
            "Deletes runs, photographs and notes of who looked at them that are older than their retention period." },
        { "rehearse", "只演练，不动数据。", "A rehearsal; touches no data." },
    };
}
