using System.Text;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Profiles.Drafts;

/// <summary>Proposes a profile from a sample file. What it cannot know is marked with <c># CHECK</c>; nothing is guessed silently.</summary>
public static class ProfileDraft
{
    /// <summary>Drafts a profile, or, for a chain that has one, the report to put below its <c>reports:</c>: what it says already is not asked again.</summary>
    /// <param name="path">A file of the chain, as downloaded.</param>
    /// <param name="known">Profiles whose header words are known already.</param>
    /// <param name="chain">Id for the chain.</param>
    /// <returns>YAML to be checked and completed.</returns>
    /// <exception cref="UnreadableFileException">The file is no readable table.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static string Of(string path, IEnumerable<ChainProfile> known, string chain)
    {
        var profiles = known.ToList();
        var own = profiles.Find(profile => profile.ChainId == chain);
        var sample = SampleReport.Of(path, new Vocabulary(profiles));
        var yaml = new StringBuilder();
        void Line(string text) => yaml.AppendLine(text);
        if (own is null)
        {
            Line("# yaml-language-server: $schema=../profile.schema.json");
            Line($"# Drafted from {Path.GetFileName(path)}: {sample.Describe()}.");
            Line($"# Go through the lines marked CHECK, then run: ka profile check {chain} FILE");
            Line($"chain: {Yaml.Quote(chain)}");
            Line("name: 新系统  # CHECK the chain's name, in Chinese and English");
            Line("name_en: New chain");
            Line("accounts:");
            Line($"  - {{supplier_code: {Yaml.Quote(sample.SupplierCode ?? "000000")}, statement_basis: {(sample.HeaderSays("含税单价") ? "including" : "excluding")}, price_decimals: 4}}  # CHECK our code at the chain, and whether statement prices include VAT");
            Line("reports:");
        }
        else
        {
            Line($"  # Drafted from {Path.GetFileName(path)}: {sample.Describe()}.");
        }

        new ReportDraft(sample, own).WriteTo(yaml);
        return yaml.ToString();
    }
}
