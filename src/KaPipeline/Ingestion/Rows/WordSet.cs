using System.Text;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Few texts, matched against many cells: a first-byte table turns nearly all of them away.</summary>
internal sealed class WordSet
{
    private readonly bool[] begins = new bool[256];
    private readonly (byte[] Key, byte[] Value)[] words;

    public WordSet(IEnumerable<KeyValuePair<string, string>> words)
    {
        this.words = [.. words.Select(word => (Encoding.UTF8.GetBytes(word.Key), Encoding.UTF8.GetBytes(word.Value)))];
        foreach (var (key, _) in this.words)
        {
            begins[key[0]] = true;
        }
    }

    public WordSet(IEnumerable<string> words)
        : this(words.Where(word => word.Length > 0).Select(word => KeyValuePair.Create(word, word)))
    {
    }

    /// <summary>Place of the text among the words, or −1.</summary>
    public int IndexOf(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || !begins[text[0]])
        {
            return -1;
        }

        for (var at = 0; at < words.Length; at++)
        {
            if (text.SequenceEqual(words[at].Key))
            {
                return at;
            }
        }

        return -1;
    }

    public bool Contains(ReadOnlySpan<byte> text) => IndexOf(text) >= 0;

    public bool AnyStarts(ReadOnlySpan<byte> text)
    {
        foreach (var (key, _) in words)
        {
            if (text.StartsWith(key))
            {
                return true;
            }
        }

        return false;
    }

    public ReadOnlySpan<byte> ValueAt(int index) => words[index].Value;
}
