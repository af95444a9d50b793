using KaPipeline.Configuration;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Rules;

/// <summary>Reads one penalty of <c>rules.yaml</c>.</summary>
internal static class PenaltyFile
{
    // Those that mart.penalty_in_force looks at.
    private static readonly string[] OptionalFeeds = ["promotion_plan", "inspection", "display_cost", "survey", "work_summary"];

    public static BusinessRules.Penalty Read(YamlSection section, bool isComputed)
    {
        var penalty = new BusinessRules.Penalty
        {
            Title = section.Required("title", "产品锁码"),
            TitleEn = section.Required("title_en", "item locked"),
            Clause = section.Required("clause", "M6.1.7"),
            Unit = section.OneOf("unit", "", "sku_store", "item", "store", "day", "piece", "case", "percent", "approved"),
            Amount = section.Number("amount"),
            Minimum = section.Number("minimum"),
            Maximum = section.Number("maximum"),
            Needs = section.Text("needs") ?? "",
            NeedsEn = section.Text("needs_en") ?? "",
            Feed = section.Has("feed") ? section.OneOf("feed", "", OptionalFeeds) : "",
            Shares = Shares(section),
        };
        if ((penalty.Needs.Length > 0) != (penalty.NeedsEn.Length > 0))
        {
            section.Error(penalty.Needs.Length > 0 ? "needs" : "needs_en", "needs: and needs_en: belong together; write both, or neither");
        }

        if (!section.Has("amount") && penalty.Needs.Length == 0)
        {
            section.Error((YamlNode?)null,
                $"{section.What} needs \"amount:\", or \"needs:\" and \"needs_en:\" with the data that would decide it");
        }

        if (!isComputed && !section.Has("needs"))
        {
            section.Error((YamlNode?)null,
                $"nothing computes the penalty {section.What}; correct its name, or say with \"needs:\" and \"needs_en:\" which data would decide it");
        }

        if (penalty.Minimum > penalty.Maximum)
        {
            section.Error("minimum", "minimum: is above maximum:; exchange them");
        }

        section.Finish();
        return penalty;
    }

    private static Dictionary<string, BusinessRules.Share> Shares(YamlSection penalty)
    {
        var section = penalty.Section("shares", "shares");
        if (section is null || !section.Keys.Any())
        {
            penalty.Error("shares", $"{penalty.What} needs \"shares:\", for example \"shares: {{representative: {{factor: 1}}}}\"");
            return [];
        }

        var shares = new Dictionary<string, BusinessRules.Share>();
        foreach (var role in section.Keys.ToList())
        {
            var node = section.Node(role)!;
            CheckRole(section, role, "", role);
            shares[role] = Share(section.Section(node, $"the share of {role}"));
        }

        return shares;
    }

    private static BusinessRules.Share Share(YamlSection section)
    {
        var share = new BusinessRules.Share
        {
            Factor = section.Number("factor"),
            Capped = section.Flag("capped", true),
            LimitFactor = section.Number("limit_factor") ?? 1,
            Jointly = section.Text("jointly") ?? "",
            Otherwise = section.Text("otherwise") ?? "",
        };
        if (!section.Has("factor") || share.Factor == 0)
        {
            section.Error("factor", $"{section.What} needs \"factor:\" above 0, for example \"factor: 1\"");
        }

        if (share.LimitFactor == 0)
        {
            section.Error("limit_factor", "limit_factor: 0 must be above 0");
        }

        foreach (var (key, role) in new[] { ("jointly", share.Jointly), ("otherwise", share.Otherwise) }
            .Where(pair => pair.Item2.Length > 0))
        {
            CheckRole(section, key, $"{key}: ", role);
        }

        section.Finish();
        return share;
    }

    private static void CheckRole(YamlSection section, string at, string key, string role)
    {
        if (!Roles.BearingPenalties.Contains(role))
        {
            section.Error(at, $"{key}{role} is not known as a role; {Nearest.Advice(role, Roles.BearingPenalties)}");
        }
    }
}
