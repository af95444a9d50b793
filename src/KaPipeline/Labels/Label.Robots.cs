namespace KaPipeline.Labels;

public static partial class Label
{
    /// <summary>Kinds of group robots and webhooks.</summary>
    public static LabelFamily RobotKind { get; } = new()
    {
        { "wecom", "企业微信群机器人", "WeCom robot" },
        { "dingtalk", "钉钉群机器人", "DingTalk robot" },
        { "feishu", "飞书群机器人", "Feishu robot" },
        { "webhook", "Webhook 接口", "webhook" },
    };
}
