namespace KaPipeline.Mail;

/// <summary>Names beside the sender's address, per digest and language, where the settings give none.</summary>
internal static class SenderNames
{
    /// <summary>Mails to operations, beside the digests.</summary>
    public const string Alarm = "alarm";

    private static readonly Dictionary<string, (string Chinese, string English)> Names = new(StringComparer.Ordinal)
    {
        ["daily"] = ("重点客户日报", "Key Accounts Daily"),
        ["weekly"] = ("重点客户周报", "Key Accounts Weekly"),
        ["close"] = ("重点客户月结", "Key Accounts Monthly Close"),
        ["budget"] = ("重点客户费用预算", "Key Accounts Fee Budget"),
        ["plan"] = ("重点客户工作计划", "Key Accounts Plan"),
        ["restatement"] = ("重点客户数字更正", "Key Accounts Corrections"),
        [Alarm] = ("KaPipeline 告警", "KaPipeline Alerts"),
    };

    /// <summary>What may be named in the settings.</summary>
    public static IReadOnlyCollection<string> Known => Names.Keys;

    /// <summary>The name of a digest's sender; one that is not known goes by the product's name.</summary>
    public static string Of(string digest, string language) =>
        !Names.TryGetValue(digest, out var name) ? "KaPipeline" : language == "en" ? name.English : name.Chinese;
}
