using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using KaPipeline.Configuration;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Ingestion.Profiles;

/// <summary>Reads one profile file.</summary>
public static partial class ProfileFile
{
    /// <summary>Reads and validates.</summary>
    /// <param name="path">A file of <c>config/chains</c>, or <c>config/master-data.yaml</c>.</param>
    /// <exception cref="ProfileException">It cannot be used; every mistake is named with its line.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static ChainProfile Read(string path)
    {
        var profile = Parse(File.ReadAllText(path), path);
        return profile.ChainId.Length == 0 || profile.Accounts.Count > 0 ? profile : throw new ProfileException(
            [$"{System.IO.Path.GetFileName(path)}:1: a chain's profile needs \"accounts:\", for example \"accounts:\" and below it \"  - {{supplier_code: \"100387\", statement_basis: excluding}}\""]);
    }

    /// <summary>Reads and validates a profile's text.</summary>
    /// <exception cref="ProfileException">It cannot be used; every mistake is named with its line.</exception>
    public static ChainProfile Parse(string text, string path)
    {
        var name = System.IO.Path.GetFileName(path);
        var errors = new List<string>();
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
        var profile = YamlText.Root(text, name, "begin with \"chain:\", or make one with: ka profile draft FILE", errors) is { } root
            ? Chain(new YamlSection(name, root, "a profile", errors), path, version) : null;
        return errors.Count == 0 ? profile! : throw new ProfileException(errors);
    }

    private static ChainProfile Chain(YamlSection root, string path, string version)
    {
        var profile = new ChainProfile
        {
            ChainId = root.Text("chain") ?? "",
            Name = root.Required("name", "鼎丰超市"),
            NameEn = root.Required("name_en", "Dingfeng Supermarkets"),
            PriceBasis = root.OneOf("price_basis", "contract", "contract", "order"),
            Accounts = [.. root.Sections("accounts", "an account").Select(Account)],
            Tolerances = [.. root.Sections("tolerances", "a tolerance").Select(Tolerance)],
            DocumentNumbers = root.OneOf("document_numbers", "per_chain", "per_chain", "per_store"),
            LetterCase = root.OneOf("letter_case", "ignore", "ignore", "keep"),
            Reports = Reports(root),
            Version = version,
            Path = path,
        };
        if (!root.Has("chain"))
        {
            root.Error((YamlNode?)null,
                "a profile needs \"chain:\", the chain's id, for example \"chain: dingfeng\" (\"chain: \"\"\" for the company's own master data)");
        }

        if (profile.DocumentNumbers == "per_store")
        {
            profile = profile with { Reports = [.. profile.Reports.Select(report => PerStore(report, root))] };
        }

        if (profile.LetterCase == "keep")
        {
            profile = profile with
            {
                Reports =
                [.. profile.Reports.Select(report => EachTable(report, table => table with { KeepsCase = true }))]
            };
        }

        if (profile.ChainId.Length > 0 && !ChainId().IsMatch(profile.ChainId))
        {
            root.Error("chain",
                $"chain: {profile.ChainId} is not an id; write lower-case letters, digits and -, for example \"chain: huifeng\"");
        }

        foreach (var twice in profile.Accounts.GroupBy(account => account.AccountId).Where(group => group.Count() > 1))
        {
            root.Error("accounts", $"the account {twice.Key} occurs twice; tell its entries apart by \"settlement_unit:\" or \"id:\"");
        }

        root.Finish();
        return profile;
    }

    // A statement that names an order or a delivery note by its number alone would not say which store's.
    private static ReportProfile PerStore(ReportProfile report, YamlSection root)
    {
        var unclear = report.Rows.FirstOrDefault(row => row.Into?.Name == "statement_line" && !row.Fields.ContainsKey("store_id")
            && (row.Fields.ContainsKey("order_number") || row.Fields.ContainsKey("delivery_number")));
        if (unclear is not null)
        {
            root.Error("document_numbers",
                $"document_numbers: per_store needs \"store_id:\" in the statement_line of report {report.Name}: "
                + "a number alone does not say which store's order or delivery note it is");
        }

        return EachTable(report, table => table with { IsPerStore = true });
    }

    private static ReportProfile EachTable(ReportProfile report, Func<ReportProfile, ReportProfile> change) =>
        change(report.Tables is [var only] && ReferenceEquals(only, report) ? report
        : report with { Tables = [.. report.Tables.Select(change)] });

    private static List<ReportProfile> Reports(YamlSection root)
    {
        var reports = root.Section("reports", "reports");
        if (reports is null)
        {
            root.Error((YamlNode?)null, "a profile needs \"reports:\", with the name of each kind of file below it");
            return [];
        }

        return [.. reports.Keys.Select(name => ReportFile.Read(name, reports.Section(reports.Node(name)!, $"report {name}")))];
    }

    private static AccountSetting Account(YamlSection account)
    {
        var supplier = account.Required("supplier_code", "\"100387\"");
        var unit = account.Text("settlement_unit") ?? "";
        var setting = new AccountSetting(
            account.Text("id") ?? (unit.Length == 0 ? supplier : $"{supplier}/{unit}"), supplier, unit,
            account.OneOf("statement_basis", "", "including", "excluding"), account.WholeOrNone("price_decimals", 0, 6),
            account.WholeOrNone("cutoff_days", 0, 60), account.Number("rounding_tolerance"), account.WholeOrNone("grace_days", 0, 60));
        account.Finish();
        return setting;
    }

    private static ToleranceSetting Tolerance(YamlSection tolerance)
    {
        if (tolerance.Date("valid_from") is not { } from)
        {
            tolerance.Error((YamlNode?)null, "a tolerance needs \"valid_from:\", for example 2026-01-01");
            from = default;
        }

        var setting = new ToleranceSetting(
            tolerance.OneOf("measure", "", "quantity", "unit_price", "line_amount", "order_total"), from, tolerance.Date("valid_to"),
            tolerance.Number("lower_absolute"), tolerance.Number("upper_absolute"), tolerance.Number("lower_pct"),
            tolerance.Number("upper_pct"));
        tolerance.Finish();
        return setting;
    }

    [GeneratedRegex("^[a-z][a-z0-9_-]*$")]
    private static partial Regex ChainId();
}
