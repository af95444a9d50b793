using System.Buffers;
using System.Text;

namespace KaPipeline.Ingestion.Rows;

/// <summary>
/// Few texts, matched against many cells: a first-byte table turns nearly all of them away. A word is the same in full and half width, in
/// capitals and small letters, with blanks inside, and with any dash or line for a hyphen, unless another word is written just so.
/// </summary>
internal sealed class WordSet
{
    // A blank, or the first byte of a wide blank, of an unbreakable one, of a dash, of a full-width mark or letter.
    private static readonly SearchValues<byte> Spellings = SearchValues.Create([(byte)' ', 0xC2, 0xE2, 0xE3, 0xEF]);

    private readonly bool[] begins = new bool[256];
    private readonly (byte[] Key, byte[] Value)[] words;
    private readonly string[] plain;

    public WordSet(IEnumerable<KeyValuePair<string, string>> words)
    {
        this.words = [.. words.Select(word => (Encoding.UTF8.GetBytes(word.Key), Encoding.UTF8.GetBytes(word.Value)))];
        plain = [.. this.words.Select(word => Plain(word.Key))];
        foreach (var (key, _) in this.words)
        {
            begins[key[0]] = begins[key[0] ^ (char.IsAsciiLetter((char)key[0]) ? 0x20 : 0)] = true;
        }

        // A text that begins with a letter or a digit is written so, too, where its word begins with a wide one.
        foreach (var word in plain.Where(word => word.Length > 0 && char.IsAsciiLetterOrDigit(word[0])))
        {
            begins[word[0]] = begins[char.ToLowerInvariant(word[0])] = true;
        }
    }

    public WordSet(IEnumerable<string> words)
        : this(words.Where(word => word.Length > 0).Select(word => KeyValuePair.Create(word, word)))
    {
    }

    /// <summary>Place of the text among the words, or −1.</summary>
    public int IndexOf(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (char.IsAsciiLetterOrDigit((char)text[0]) && !begins[text[0]]))
        {
            return -1;
        }

        for (var at = 0; begins[text[0]] && at < words.Length; at++)
        {
            if (text.SequenceEqual(words[at].Key))
            {
                return at;
            }
        }

        for (var at = 0; begins[text[0]] && at < words.Length; at++)
        {
            if (Ascii.EqualsIgnoreCase(text, words[at].Key))
            {
                return at;
            }
        }

        return text.ContainsAny(Spellings) ? Array.IndexOf(plain, Plain(text)) : -1;
    }

    public bool Contains(ReadOnlySpan<byte> text) => IndexOf(text) >= 0;

    public bool AnyStarts(ReadOnlySpan<byte> text)
    {
        foreach (var (key, _) in words)
        {
            if (text.StartsWith(key) || (text.Length >= key.Length && Ascii.EqualsIgnoreCase(text[..key.Length], key)))
            {
                return true;
            }
        }

        return text.ContainsAny(Spellings) && Plain(text) is var spelt
            && Array.Exists(plain, word => spelt.StartsWith(word, StringComparison.Ordinal));
    }

    public ReadOnlySpan<byte> ValueAt(int index) => words[index].Value;

    private static string Plain(ReadOnlySpan<byte> text) => string.Concat(
        Encoding.UTF8.GetString(Cells.HalfWidth(text, withoutBlanks: true)).Where(one => !char.IsWhiteSpace(one))
        .Select(one => one is (>= '\u2010' and <= '\u2015') or '\u2212' or '\u2500' or '\u2501' or '\uFE58' or '\uFE63' ? '-'
            : char.ToUpperInvariant(one)));
}
