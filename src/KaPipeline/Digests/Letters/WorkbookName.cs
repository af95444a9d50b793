using System.Security.Cryptography;
using System.Text;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;
using KaPipeline.Mail;

namespace KaPipeline.Digests.Letters;

/// <summary>Names of workbooks' files, in the reader's language.</summary>
public static class WorkbookName
{
    /// <summary><c>KA月结 2026-05.xlsx</c>; where the reader does not see everything, with what the scope is and four letters that tell
    /// scopes apart.</summary>
    public static string Of(string chinese, string english, string date, Recipient reader, Names names)
    {
        var language = Language.Of(reader.Language);
        return $"{language.Say(chinese, english)} {date}{ScopePart(reader.Scope, names, language)}.xlsx";
    }

    private static string ScopePart(Scope scope, Names names, Language language) => scope.IsAll ? "" : " " + string.Join('+', scope.Grants
        .Select(grant => string.Join('-', new[]
        {
            grant.ChainId, names.Area(grant.Region, language), names.Area(grant.City, language), grant.StoreId,
        }.Where(part => part.Length > 0).Distinct()))
        .Distinct().Take(3))
        + (scope.Grants.Count > 3 ? "+" : "") + " "
        + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(scope.Key)))[..4];
}
