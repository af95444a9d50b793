namespace KaPipeline.Labels;

/// <summary>
/// The labels of all codes, Chinese and English: mails, workbooks, pages, the dashboard and the command line ask here and nowhere else.
/// One file for each noun, one family for each kind of code. A word is changed here once, for all readers.
/// </summary>
public static partial class Label
{
    /// <summary>Digests.</summary>
    public static LabelFamily Digest { get; } = new("ops.edition.digest")
    {
        { "daily", "日报", "daily" },
        { "weekly", "周报", "weekly" },
        { "close", "月结", "monthly close" },
        { "budget", "费用预算", "fee budget" },
        { "plan", "工作计划", "work plan" },
        { "restatement", "数字更正", "corrected figures" },
    };

    /// <summary>Jobs; schedules are named after theirs.</summary>
    public static LabelFamily Job => field ??= new("ops.run.job", "ops.run_batch.job", "ops.schedule.job")
    {
        { "collect", "采集", "collect" },
        { "load", "加载", "load" },
        { "reconcile", "对账", "reconcile" },
        Digest,
        { "restate", "更正已发数字", "restate" },
        { "watch", "巡检", "watch" },
        { "tidy", "清理", "tidy" },
        { "rehearse", "演练", "rehearse" },
    };

    /// <summary>Steps of jobs. Their code is the English verb phrase by which a rerun names them.</summary>
    public static LabelFamily Step { get; } = new("ops.run_step.step_name")
    {
        { "look for sources", "查看来源", "look for sources" },
        { "sync profiles", "读入系统配置", "sync profiles" },
        { "load files", "加载文件", "load files" },
        { "mirror settings", "读入设置", "mirror settings" },
        { "settle touched documents", "结算变动单据", "settle touched documents" },
        { "keep figures", "更新指标", "keep figures" },
        { "hand over the chain", "本系统已结算", "hand over the chain" },
        { "settle what came meanwhile", "补算期间新到单据", "settle what came meanwhile" },
        { "record locks", "记录锁码", "record locks" },
        { "follow claims", "跟进索赔", "follow claims" },
        { "keep judged breaks", "保存已判定的差异", "keep judged breaks" },
        { "check the warehouse", "检查数据", "check the warehouse" },
        { "wait for sources", "等待来源", "wait for sources" },
        { "make the edition", "制作报告", "make the edition" },
        { "send", "发送", "send" },
        { "write notices", "撰写更正通知", "write notices" },
        { "look for late sources", "查未到数据", "look for late sources" },
        { "look for thin sources", "查行数异常少的来源", "look for thin sources" },
        { "look for held files", "查待放行文件", "look for held files" },
        { "look for passwords that expire", "查将到期的门户密码", "look for passwords that expire" },
        { "look at master data", "查主数据", "look at master data" },
        { "look at the calendar", "查日历", "look at the calendar" },
        { "look at the nodes' configuration", "查各节点配置", "look at the nodes' configuration" },
        { "look for old backups", "查备份是否过旧", "look for old backups" },
        { "look at the archive", "查归档", "look at the archive" },
        { "send what was put off", "补发推迟的邮件", "send what was put off" },
        { "look for mail servers in trouble", "查邮件服务器", "look for mail servers in trouble" },
        { "look for missing digests", "查未发报告", "look for missing digests" },
        { "look for refused letters", "查未送达邮件", "look for refused letters" },
        { "read returned mails", "读退信邮箱", "read returned mails" },
        { "look for addresses that bounce", "查退信地址", "look for addresses that bounce" },
        { "tell operations", "通知运维", "tell operations" },
        { "forget old runs", "清理旧运行", "forget old runs" },
        { "forget what is personal", "清理个人信息", "forget what is personal" },
        { "first act", "第一幕", "first act" },
        { "second act", "第二幕", "second act" },
        { "third act", "第三幕", "third act" },
    };

    /// <summary>States of a run and of its steps.</summary>
    public static LabelFamily RunState { get; } = new("ops.run.state", "ops.run_step.state")
    {
        { "queued", "排队", "queued" },
        { "running", "运行中", "running" },
        { "succeeded", "成功", "succeeded" },
        { "failed", "失败", "failed" },
        { "cancelled", "已取消", "cancelled" },
        { "left_out", "跳过", "left out" },
        { "killed", "中断", "cut off" },
    };

    /// <summary>Why a run was started.</summary>
    public static LabelFamily RunCause { get; } = new("ops.run.cause")
    {
        { "schedule", "计划", "schedule" },
        { "catch_up", "补跑", "catch-up" },
        { "rerun", "重跑", "rerun" },
        { "command_line", "命令行", "command line" },
    };

    /// <summary>What happened to a run.</summary>
    public static LabelFamily RunEvent { get; } = new("ops.run_event.kind")
    {
        { "queued", "排队", "queued" },
        { "started", "开始", "started" },
        { "succeeded", "成功", "succeeded" },
        { "failed", "失败", "failed" },
        { "attempt_failed", "本次失败", "attempt failed" },
        { "cancelled", "已取消", "cancelled" },
        { "cancel_asked", "要求取消", "cancellation asked" },
        { "brought_forward", "提前开始", "brought forward" },
        { "taken_over", "接管", "taken over" },
        { "handed_back", "交还", "handed back" },
        { "killed", "中断", "cut off" },
        { "log", "日志", "log line" },
        { "warning", "警告", "warning" },
    };

    /// <summary>Which runs a batch takes.</summary>
    public static LabelFamily BatchMode { get; } = new("ops.run_batch.mode")
    {
        { "missing", "缺失", "missing" },
        { "missing_and_failed", "缺失及失败", "missing and failed" },
        { "all", "全部", "all" },
        { "selected", "选定", "selected" },
    };

    /// <summary>Days on which a schedule runs.</summary>
    public static LabelFamily ScheduleDays { get; } = new("ops.schedule.days")
    {
        { "every_day", "每天", "every day" },
        { "working_day", "工作日", "working days" },
        { "digest", "报告日", "days of its digest" },
    };

    /// <summary>What of missed occurrences is run later.</summary>
    public static LabelFamily CatchUp { get; } = new("ops.schedule.catch_up")
    {
        { "all", "全部", "all" },
        { "latest", "仅最近一次", "the latest only" },
        { "none", "不补", "not at all" },
    };

    /// <summary>Alerts to operations.</summary>
    public static LabelFamily Alert { get; } = new("ops.alert.kind")
    {
        { "run_failed", "运行失败", "run failed" },
        { "feed_late", "数据未到", "feed late" },
        { "feed_thin", "来源行数异常少", "feed with few rows" },
        { "file_held", "文件待放行", "file held" },
        { "master_data", "主数据有误", "master data at fault" },
        { "digest_missing", "报告未发", "digest missing" },
        { "calendar_missing", "缺日历", "calendar missing" },
        { "schedule_stopped", "计划停用", "schedule stopped" },
        { "delivery_refused", "邮件未送达", "mail not delivered" },
        { "mail_server", "邮件服务器不可用", "mail server cannot be used" },
        { "archive_damaged", "归档缺失或损坏", "archive missing or damaged" },
        { "config_not_followed", "配置未生效", "configuration not followed" },
        { "sending_held", "发送暂停", "sending held" },
        { "clock_off", "时钟不一致", "clock off" },
        { "address_bounced", "地址退信", "mails to an address come back" },
        { "return_mailbox", "退信邮箱无法读取", "return mailbox cannot be read" },
        { "sign_in_refused", "门户登录被拒", "sign-in refused" },
        { "password_expires", "门户密码将到期", "password of a portal expires" },
        { "backup_old", "备份过旧", "backup too old" },
    };

    /// <summary>What operations do about an alert, by its kind.</summary>
    public static LabelFamily AlertNextStep { get; } = new()
    {
        { "run_failed", "看运行页的错误，排除原因后重跑。", "See the error on the run's page, remove its cause, then rerun." },
        { "feed_late", "到门户查看是否已出，或联系系统对接人；文件到后会自动加载。",
            "Check the portal or call the chain; the file is loaded as soon as it arrives." },
        { "feed_thin", "打开文件核对行数；门户只给了表头时，重新下载。", "Open the file and check the rows; download it again if the portal sent only headers." },
        { "file_held", "在「隔离」页查看原因，放行或作废；在此之前不影响数字。",
            "See the reason on the page Quarantine, then accept or discard the file; until then it changes no figure." },
        { "master_data", "按提示的文件和行更正主数据，重新加载。", "Correct the named file and row of the master data and load it again." },
        { "digest_missing", "查看该报告的运行是否在等数据或已失败；需要时从「重跑」补发。",
            "See whether its run is waiting or has failed; if needed, send it from the page Reruns." },
        { "calendar_missing", "补上 config/calendar 中该年的文件。", "Add that year's file to config/calendar." },
        { "schedule_stopped", "确认是有意停用；否则在「计划」页恢复。", "Unless this was intended, resume it on the page Schedules." },
        { "delivery_refused", "核对收件地址；存疑的在「邮件」页确认或重发。",
            "Check the address; confirm or resend doubtful mails on the page Mails." },
        { "mail_server", "检查邮件服务器和口令（ka doctor --mail）或群机器人的地址和密钥（ka doctor）；未发的都在等待，不会丢。",
            "Check the server and the password (ka doctor --mail), or the robot's address and secret (ka doctor); what waits is not lost." },
        { "archive_damaged", "从备份恢复该文件；加载过的数据不受影响。", "Restore the file from the backup; loaded data are not affected." },
        { "config_not_followed", "按提示改正配置文件，或重启该节点。", "Correct the configuration file as the message says, or restart the node." },
        { "sending_held", "查明原因后，在「邮件」页恢复发送。", "Find the cause, then resume sending on the page Mails." },
        { "clock_off", "校正该节点的时钟（NTP）；在此之前它不排期也不发信。",
            "Correct the node's clock (NTP); until then it plans and sends nothing." },
        { "address_bounced", "向本人核实地址，在 persons.csv 改正并重新导入，再于「邮件」页重发；人已离职的，在 recipients.yaml 停发。",
            "Ask the reader; correct persons.csv, load it, resend from the page Mail. Who has left: stop their mails in recipients.yaml." },
        { "return_mailbox", "检查 Mail:Returns 与口令；发信照常，只是不知道退信。",
            "Check Mail:Returns and its password; mails go as ever, only what comes back stays unknown." },
        { "sign_in_refused", "更新该来源的密码，下次采集自动再试；确认密码无误时，手动运行一次采集。",
            "Put in the new password: the next collection tries it. Where the password is right, run collect by hand." },
        { "password_expires", "到期前在门户更改密码，更新密码文件和 sources.yaml 的 password_expires。",
            "Change it in the portal before that day; put in the new one, and its day in password_expires of sources.yaml." },
        { "backup_old", "看 ka-pipeline-backup 的日志和备份盘的空间，排除原因后手动运行一次 ka backup。",
            "See the log of ka-pipeline-backup and the room on the disk of the backups; then run ka backup by hand." },
    };

    /// <summary>What a look at the archive found of a file.</summary>
    public static LabelFamily ArchiveState { get; } = new("ops.archive_check.state")
    {
        { "good", "完好", "good" },
        { "missing", "缺失", "missing" },
        { "damaged", "损坏", "damaged" },
    };

    /// <summary>Words within the subject of an alert: a feed, a digest, a fault of master data.</summary>
    public static LabelFamily AlertSubject => field ??= new()
    {
        Feed,
        Job,
        MasterDataFault,
    };
}
