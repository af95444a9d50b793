using System.Security.Cryptography;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KaPipeline.Ingestion.Profiles;

/// <summary>Reads one profile file.</summary>
public static class ProfileFile
{
    /// <summary>Reads and validates.</summary>
    /// <param name="path">A file of <c>config/chains</c>, or <c>config/master-data.yaml</c>.</param>
    /// <exception cref="ProfileException">It cannot be used; every mistake is named with its line.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static ChainProfile Read(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>Reads and validates a profile's text.</summary>
    /// <exception cref="ProfileException">It cannot be used; every mistake is named with its line.</exception>
    public static ChainProfile Parse(string text, string path)
    {
        var name = System.IO.Path.GetFileName(path);
        var errors = new List<string>();
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new ProfileException([$"{name}:{e.Start.Line}: {e.Message} (two spaces per level, a blank after each colon; texts with : # [ {{ % in quotes)"]);
        }

        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Brackets that are never closed reach the library's stack before its own check.
            throw new ProfileException([$"{name}:1: this is no valid YAML; look for a bracket or quote that is not closed"]);
        }

        if (stream.Documents.Count == 0)
        {
            throw new ProfileException([$"{name}:1: the profile is empty; begin with \"chain:\", or make one with: ka profile draft FILE"]);
        }

        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
        var profile = Chain(new YamlSection(name, stream.Documents[0].RootNode, "a profile", errors), path, version);
        return errors.Count == 0 ? profile : throw new ProfileException(errors);
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
            Reports = Reports(root),
            Version = version,
            Path = path,
        };
        if (!root.Has("chain"))
        {
            root.Error((YamlNode?)null, "a profile needs \"chain:\", the chain's id, for example \"chain: dingfeng\" (\"chain: \"\"\" for the company's own master data)");
        }

        // Read by those who collect files; the section is theirs.
        _ = root.Node("sources");
        root.Finish();
        return profile;
    }

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
            account.OneOf("statement_basis", "", "including", "excluding"), account.Whole("price_decimals", 4, 0, 6),
            account.Whole("cutoff_days", 0, 0, 60), account.Number("rounding_tolerance") ?? 0.02m, account.Whole("grace_days", 1, 0, 60));
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
            tolerance.Number("lower_absolute"), tolerance.Number("upper_absolute"), tolerance.Number("lower_pct"), tolerance.Number("upper_pct"));
        tolerance.Finish();
        return setting;
    }
}
