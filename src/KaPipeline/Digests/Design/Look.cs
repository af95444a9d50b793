namespace KaPipeline.Digests.Design;

/// <summary>The one calm look: each class with its declarations, and what becomes of it in the dark and on a phone. Mails carry the
/// declarations inline, because mail programs drop style sheets; pages carry them once.</summary>
public static class Look
{
    /// <summary>Ink, ground and rules; the workbooks use the same accent.</summary>
    private const string Font = "font-family:-apple-system,Segoe UI,PingFang SC,Microsoft YaHei,Noto Sans CJK SC,sans-serif";

    private static readonly (string Name, string Light, string Dark)[] Rules =
    [
        ("page", $"margin:0;padding:0;background:#eef1f5;color:#1c2733;{Font};font-size:14px;line-height:1.5",
            "background:#11161c;color:#dfe6ee"),
        ("card", "background:#ffffff;border:1px solid #dde3ea", "background:#1a212a;border-color:#2c3641"),
        ("body", "padding:20px 24px", ""),
        ("title", "margin:0;font-size:20px;line-height:1.3;font-weight:700;color:#1f3a5f", "color:#9fc1ea"),
        ("scope", "margin:2px 0 0;color:#5b6875;font-size:13px", "color:#9aa7b4"),
        ("heading", "margin:26px 0 2px;font-size:16px;line-height:1.4;font-weight:700;color:#1f3a5f", "color:#9fc1ea"),
        ("lead", "margin:0 0 6px;color:#5b6875;font-size:13px", "color:#9aa7b4"),
        ("table", "width:100%;border-collapse:collapse;margin:6px 0 0", ""),
        ("head", "padding:5px 8px 5px 0;border-bottom:2px solid #1f3a5f;text-align:left;font-size:12px;font-weight:600;color:#5b6875",
        "color:#9aa7b4;border-color:#9fc1ea"),
        ("cell", "padding:7px 8px 7px 0;border-bottom:1px solid #e6eaef;vertical-align:top", "border-color:#2c3641"),
        ("number", "text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums", ""),
        ("short", "white-space:nowrap", ""),
        ("wrap", "white-space:normal;word-break:keep-all", ""),
        ("last", "padding-right:0;padding-left:8px", ""),
        ("detail", "color:#5b6875;font-size:12px;line-height:1.4;white-space:normal", "color:#9aa7b4"),
        ("rest", "margin:6px 0 0;color:#5b6875;font-size:12px", "color:#9aa7b4"),
        ("tile", "padding:10px 12px;border:1px solid #dde3ea;vertical-align:top;background:#f7f9fb",
        "background:#212a34;border-color:#2c3641"),
        ("label", "color:#5b6875;font-size:12px", "color:#9aa7b4"),
        ("value", "font-size:20px;line-height:1.3;font-weight:700;white-space:nowrap;font-variant-numeric:tabular-nums", ""),
        ("notice", "padding:9px 12px;border-left:4px solid #8896a5;background:#f3f5f8", "background:#212a34"),
        ("notice-good", "border-color:#1b7f4b;background:#edf7f1", "background:#16291f"),
        ("notice-warning", "border-color:#b26a00;background:#fdf4e5", "background:#2e2412"),
        ("notice-bad", "border-color:#b3261e;background:#fcedec", "background:#331a19"),
        ("good", "color:#1b7f4b", "color:#6fcf9b"),
        ("warning", "color:#9a5b00", "color:#f0b75e"),
        ("bad", "color:#b3261e", "color:#ff9d96"),
        ("muted", "color:#5b6875", "color:#9aa7b4"),
        ("tag", "display:inline-block;padding:0 5px;margin-right:5px;border:1px solid currentColor;border-radius:3px;font-size:11px;line-height:16px;white-space:nowrap", ""),
        ("link", "color:#1f5fa8;text-decoration:none", "color:#8fbdf5"),
        ("thin", "font-size:0;line-height:0", ""),
        ("column", "padding:0 1px", ""),
        ("goal", "border-top:1px dashed #b26a00", ""),
        ("track", "background:#eef1f5", "background:#2c3641"),
        ("bar", "background:#3d6ea5", ""),
        ("bar-good", "background:#2f9e68", ""),
        ("bar-warning", "background:#d08a1d", ""),
        ("bar-bad", "background:#c8453c", ""),
        ("foot", "margin:4px 0 0;color:#5b6875;font-size:12px", "color:#9aa7b4"),
    ];

    private const string Phone =
        ".k-body{padding:16px 14px !important}.k-tile{display:inline-block !important;width:44% !important;box-sizing:border-box;margin:0 2% 8px 0 !important}"
        + ".k-title{font-size:18px !important}.k-value{font-size:17px !important}";

    private static readonly Dictionary<string, string> Inline = Rules.ToDictionary(rule => rule.Name, rule => rule.Light);
    private static readonly HashSet<string> NeedClass =
        [.. Rules.Where(rule => rule.Dark.Length > 0).Select(rule => rule.Name), "body", "tile", "title", "value"];

    /// <summary>Style sheet of a mail: only what cannot be inline.</summary>
    public static string MailSheet { get; } =
        $"@media (prefers-color-scheme:dark){{{string.Concat(Rules.Where(rule => rule.Dark.Length > 0).Select(rule => $".k-{rule.Name}{{{Important(rule.Dark)}}}"))}}}"
        + $"@media (max-width:520px){{{Phone}}}";

    /// <summary>What Outlook's Word engine alone reads: a font that it knows, or it falls back to Times.</summary>
    public const string WordSheet =
        "<!--[if mso]><style>body,table,td,th,h1,h2,p,div,span,a{font-family:'Microsoft YaHei','Segoe UI',Arial,sans-serif !important}"
        + "table{mso-table-lspace:0pt;mso-table-rspace:0pt}</style><![endif]-->";

    /// <summary>Begins the table of fixed width that Word needs, since it knows no max-width.</summary>
    public const string WordFrameBegin =
        "<!--[if mso]><table role=\"presentation\" width=\"680\" align=\"center\" cellpadding=\"0\" cellspacing=\"0\"><tr><td><![endif]-->";

    /// <summary>Ends it.</summary>
    public const string WordFrameEnd = "<!--[if mso]></td></tr></table><![endif]-->";

    /// <summary>Style sheet of a page: everything once.</summary>
    public static string PageSheet { get; } = string.Concat(Rules.Select(rule => $".k-{rule.Name}{{{rule.Light}}}")) + MailSheet;

    /// <summary>Attributes of an element with the given classes.</summary>
    public static Dictionary<string, object> Attributes(Medium medium, string names)
    {
        var list = names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var classed = medium == Medium.Page ? list : [.. list.Where(NeedClass.Contains)];
        var attributes = new Dictionary<string, object>(2);
        if (classed.Length > 0)
        {
            attributes["class"] = string.Join(' ', classed.Select(name => "k-" + name));
        }

        if (medium == Medium.Mail)
        {
            attributes["style"] = string.Join(';', list.Select(name => Inline[name]));
        }

        return attributes;
    }

    /// <summary>Name of a tone's class; empty for plain.</summary>
    public static string Class(Tone tone) => tone == Tone.Plain ? "" : tone.ToString().ToLowerInvariant();

    private static string Important(string declarations) =>
        string.Join(';', declarations.Split(';').Select(declaration => declaration + " !important"));
}
