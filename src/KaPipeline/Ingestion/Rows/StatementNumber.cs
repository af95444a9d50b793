using System.Text.RegularExpressions;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// The number of a statement without what people write around it. RD1（更正） is RD1 corrected, and replaces it; with anything else before or
/// behind it (RD1*, No.RD1, RD1 1/3, RD1（补）) it may be RD1 or another statement, and would be loaded a second time as such.
/// </summary>
internal static partial class StatementNumber
{
    /// <summary>Takes the number out of a text in half width; false where it may be another one.</summary>
    public static bool TryTake(string text, out string number)
    {
        number = WithoutCorrection(text.Trim().TrimEnd('.', '。', ' '));
        var pieces = number.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return pieces.Length switch
        {
            0 => false,
            1 => Digits().IsMatch(number) || (Whole().IsMatch(number) && !Around().IsMatch(number)),
            _ => pieces.All(piece => Piece().IsMatch(piece)) && !Around().IsMatch(number) && !AreOfOtherThings(pieces),
        };
    }

    /// <summary>The text without a bracket at its end that calls it corrected or sent again.</summary>
    public static string WithoutCorrection(string text)
    {
        while (Corrected().Match(text) is { Success: true } bracket)
        {
            text = text[..bracket.Index].TrimEnd();
        }

        return text;
    }

    // 4022 6050 is a number in groups; RD2605 V2, RD2605 2, 2605 2026-05-17 say more than it.
    private static bool AreOfOtherThings(string[] pieces)
    {
        for (var at = 1; at < pieces.Length; at++)
        {
            if (Version().IsMatch(pieces[at]) || (pieces[at].Length == 1 && char.IsAsciiDigit(pieces[at][0]) && pieces[at - 1].Length > 1))
            {
                return true;
            }
        }

        return pieces[0].Contains('*', StringComparison.Ordinal);
    }

    // Letters and digits of all scripts, marks between them, and letters or digits in brackets: 沪结(2026)12号.
    [GeneratedRegex(@"^(?:[\p{L}\p{N}]|[(\[{【〔][A-Za-z0-9]+[)\]}】〕](?=.))(?:[\p{L}\p{N}._/#&+~@-]|[(\[{【〔][A-Za-z0-9]+[)\]}】〕](?=.))*(?<=[\p{L}\p{N}])$")]
    private static partial Regex Whole();

    [GeneratedRegex("^-?[0-9.,]+$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^(?!\d{4}[-/.]\d)[A-Za-z0-9._/#-]*[A-Za-z0-9]$")]
    private static partial Regex Piece();

    [GeneratedRegex(@"^(?:v|ver|version|rev|copy|draft|final|new|old|page|p|of|no)[.#]?\d*(?:\.\d+)?$|/", RegexOptions.IgnoreCase)]
    private static partial Regex Version();

    [GeneratedRegex(
        @"\s*[(\[{【〔「『《〈](?:第?[\d一二三四五六七八九十]*次?)?(?:已?(?:更正|修正|修订|更新|重发|重出|重打|补打)|corrected|revised|updated|reissued|resent)"
        + @"(?:后|版|件|本|单|稿)?\d*[)\]}】〕」』》〉]$", RegexOptions.IgnoreCase)]
    private static partial Regex Corrected();

    // Words that say what became of a statement, without a bracket; 结2605字第12号 and 2605上 have none. 新DZ2605 is a number of 新疆 or of
    // a shop of that name; one that is new beside those of earlier files has another shape than they have, and holds its file.
    [GeneratedRegex(
        @"^(?:No(?![a-z])|no[.:#\s])|^(?:NO|N°|Nº)[.:#\s]|^(?:更正|修正|修订|更新|重发|重出|重打|补打|补发|补充|作废|红冲|冲红|冲销|草稿|副本|复印件)"
        + @"|^[补原旧](?=[A-Za-z0-9])"
        + @"|[A-Za-z0-9)\]】〕_-](?:第?[\d一二三四五六七八九十]*)(?:更正|修正|修订|更新|重发|重出|重打|补打|补发|补充|补|作废|红冲|冲红|冲销|草稿|初稿|终稿|定稿"
        + @"|副本|复本|复印件|原件|续|稿|版|页|联)[后版件本单稿]?\d*$")]
    private static partial Regex Around();
}
