using System.Text.RegularExpressions;

namespace KaPipeline.Ingestion.Tables;

/// <summary>Tells messages of EDI, X12 or EDIFACT, from tables: by their first segments, whole or not, whose separators no table of text
/// has in that shape.</summary>
internal static partial class EdiSigns
{
    private const int Sample = 1024;
    private const string Separator = @"([^\p{L}\p{N}\s,;])";
    private const string TransactionSetNumber = @"[0-9]{3}\1[A-Za-z0-9]{4,9}(?:\1[A-Za-z0-9]{1,35})?";

    /// <summary>Whether a text begins as a message does.</summary>
    public static bool Begins(ReadOnlySpan<char> text)
    {
        var head = text[..Math.Min(text.Length, Sample)];
        return Edifact().IsMatch(head) || Interchange().IsMatch(head) || BadInterchange().IsMatch(head) || Group().IsMatch(head)
            || TransactionSet().IsMatch(head) || TransactionSetInLines().IsMatch(head);
    }

    [GeneratedRegex(@"^(?:UNA:\+|UNB\+|UNH\+[^+']{1,14}\+[A-Z]{6}:)")]
    private static partial Regex Edifact();

    // ISA: sixteen elements in fixed widths.
    [GeneratedRegex(@"^ISA([^\p{L}\p{N}]).{2}\1.{98,}", RegexOptions.Singleline)]
    private static partial Regex Interchange();

    // With other widths, the group or transaction set that follows tells it.
    [GeneratedRegex("^ISA" + Separator + @".+?(?!\1)[^\p{L}\p{N}](?:GS|ST)\1", RegexOptions.Singleline)]
    private static partial Regex BadInterchange();

    // GS: kind, sender, receiver, date, time, number.
    [GeneratedRegex("^GS" + Separator + @"[A-Z]{2}\1[^\r\n]{0,40}?\1[^\r\n]{0,40}?\1(?:[0-9]{6}|[0-9]{8})\1[0-9]{4,8}\1[0-9]{1,9}\1")]
    private static partial Regex Group();

    // ST: set and number, ended by a sign of its own; then a segment that begins a set: BEG, BSN, BPR …
    [GeneratedRegex("^ST" + Separator + TransactionSetNumber + @"(?!\1)[^\p{L}\p{N}\s]\s*B[A-Z0-9]{1,2}\1")]
    private static partial Regex TransactionSet();

    // Only where elements are parted by * may a line end a segment: rows of a table begin as well with codes.
    [GeneratedRegex(@"^ST(\*)" + TransactionSetNumber + @"\s*[\r\n]\s*B[A-Z0-9]{1,2}\*")]
    private static partial Regex TransactionSetInLines();
}
