using System.Text.RegularExpressions;
using KaPipeline.Configuration;
using KaPipeline.Digests.Calendar;
using KaPipeline.Labels;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Mail;

/// <summary>A group that gets a card of each letter, by its robot or a webhook: an entry below <c>robots</c> of
/// <c>config/recipients.yaml</c>.</summary>
public sealed record Robot
{
    /// <summary>What the ledger has for an address where a robot gets the letter: <c>wecom:east</c>. No mail address has this
    /// form.</summary>
    public const string Addresses = "^(wecom|dingtalk|feishu|webhook):[A-Za-z0-9_-]+$";

    /// <summary>Signed by the rules of Standard Webhooks.</summary>
    public const string Webhook = "webhook";

    /// <summary>钉钉.</summary>
    public const string DingTalk = "dingtalk";

    /// <summary>飞书.</summary>
    public const string Feishu = "feishu";

    /// <summary>企业微信.</summary>
    public const string WeCom = "wecom";

    // What each allows: requests a minute and a second, bytes in UTF-8.
    private static readonly Dictionary<string, (int Minute, int Second, int Bytes)> Limits = new(StringComparer.Ordinal)
    {
        [WeCom] = (20, 20, 4096),
        [DingTalk] = (20, 20, 20_000),
        [Feishu] = (100, 5, 20_480),
        [Webhook] = (60, 10, 20_480),
    };

    /// <summary>Name, in letters and digits.</summary>
    public required string Name { get; init; }

    /// <summary><c>wecom</c>, <c>dingtalk</c>, <c>feishu</c> or <c>webhook</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where its address is: <c>env:NAME</c> or <c>file:/path</c>. Whoever has the address may write to the group.</summary>
    public required string Place { get; init; }

    /// <summary>Where the secret is that it signs with; null: it does not sign.</summary>
    public string? SecretPlace { get; init; }

    /// <summary>A word without which the group's robot takes no text; null: none.</summary>
    public string? Keyword { get; init; }

    /// <summary><c>zh-CN</c> or <c>en</c>.</summary>
    public string Language { get; init; } = "zh-CN";

    /// <summary>Digests that it gets.</summary>
    public IReadOnlyList<string> Digests { get; init; } = [];

    /// <summary>What its letters cover.</summary>
    public Scope Scope { get; init; } = Scope.All;

    /// <summary>How fast it may be given cards.</summary>
    public SendRate Rate { get; init; } = new(20);

    /// <summary>Bytes that a card may have: WeCom's text, else the whole request.</summary>
    public int Bytes { get; init; } = 4096;

    /// <summary>Lines of the letter that a card shows at most.</summary>
    public int Lines { get; init; } = 12;

    /// <summary>Seconds in which it must answer.</summary>
    public int TimeoutSeconds { get; init; } = 20;

    /// <summary>Its address in the ledger; never the one that cards are posted to.</summary>
    public string Address => $"{Kind}:{Name}";

    /// <summary>Why it cannot be posted to, as far as this machine knows; null when it can.</summary>
    public string? Fault
    {
        get
        {
            try
            {
                RobotAccess.Read(this);
                return null;
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                return e.Message;
            }
        }
    }

    /// <summary>As one who gets letters.</summary>
    public Recipient Recipient(string? silenced) => new(
        Address, new Mailbox(Called(Address, Labels.Language.Of(Language)), Address), Language, [], Scope, silenced);

    /// <summary>Whether an address of the ledger, or a destination, is a robot's.</summary>
    public static bool Is(string address) => Regex.IsMatch(address, Addresses);

    /// <summary>What people call the robot of an address.</summary>
    public static string Called(string address, Language language) =>
        address.Split(':') is [var kind, var name] ? $"{Label.RobotKind.Of(kind, language)} {name}" : address;

    /// <summary>Reads an entry.</summary>
    /// <param name="regions">Gets each region that it names, with its line.</param>
    internal static Robot Read(YamlSection section, IReadOnlyList<string> knownChains, List<(string, int)> regions)
    {
        var name = section.Required("name", "east");
        if (name.Length > 0 && !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            section.Error("name", $"name: {name} must be of letters, digits, - and _, such as east");
        }

        var kind = section.OneOf("kind", "", [.. Limits.Keys]);
        var limits = Limits.GetValueOrDefault(kind, Limits[WeCom]);
        if (!section.Has("address"))
        {
            section.Error("address", "a robot needs \"address:\", for example \"address: env:KA_ROBOT_EAST\"");
        }

        var chains = section.Words("chains", "a chain of config/chains", knownChains) ?? [];
        var areas = section.Words("regions", "a region", null) ?? [];
        regions.AddRange((section.Node("regions") as YamlSequenceNode)?.OfType<YamlScalarNode>()
            .Select(node => (node.Value ?? "", (int)node.Start.Line)) ?? []);
        var robot = new Robot
        {
            Name = name, Kind = kind,
            Place = section.Place("address", "env:", "file:") ?? "",
            SecretPlace = section.Place("secret", "env:", "file:"),
            Keyword = section.Text("keyword"),
            Language = section.OneOf("language", "zh-CN", "zh-CN", "en"),
            Digests = section.Words("digests", "a digest", DigestDays.Digests) ?? [],
            Scope = new Scope(chains.DefaultIfEmpty("").SelectMany(
                chain => areas.DefaultIfEmpty("").Select(area => new Grant(chain, area, "", "")))),
            Rate = new SendRate(section.Whole("per_minute", limits.Minute, 1, 10_000), section.Whole("per_second", limits.Second, 1, 1_000)),
            Bytes = section.Whole("bytes", limits.Bytes, 1_024, 1_000_000),
            Lines = section.Whole("lines", 12, 1, 100),
            TimeoutSeconds = section.Whole("timeout_seconds", 20, 1, 600),
        };
        if (!section.Has("digests"))
        {
            section.Error("digests", $"a robot needs \"digests:\" with some of: {string.Join(", ", DigestDays.Digests)}");
        }

        if (kind == WeCom && robot.SecretPlace is not null)
        {
            section.Error("secret", "secret: a WeCom robot signs nothing, its address is the secret; delete the line");
        }

        if (kind == Webhook && !section.Has("secret"))
        {
            section.Error("secret", "a webhook needs \"secret:\", for example \"secret: env:KA_WEBHOOK_SECRET\"");
        }

        section.Finish();
        return robot;
    }
}
