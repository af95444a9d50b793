using System.Text;

namespace KaPipeline.Ingestion.Tables;

/// <summary>Texts of BIFF8 in a record and those that continue it: a text that is cut says anew at each cut how wide its characters
/// are.</summary>
internal sealed class BiffStrings(List<byte[]> parts, IReadOnlyList<BiffStrings.Look>? fonts = null)
{
    private readonly bool hasLooks = fonts?.Any(look => look != Look.Plain) == true;
    private int part;
    private int at;

    /// <summary>How a font makes its text look, as far as that changes what it says.</summary>
    public enum Look
    {
        Plain,
        Struck,
        Raised,
    }

    /// <summary>Whether the last text may be another than the one that was meant.</summary>
    public bool IsUnclear { get; private set; }

    /// <summary>The next text, with a length in two bytes, or in one.</summary>
    public string Read(bool hasShortLength = false)
    {
        var count = hasShortLength ? Byte() : Word();
        var flags = Byte();
        var runs = (flags & 8) != 0 ? Word() : 0;
        var extra = (flags & 4) != 0 ? Word() | (Word() << 16) : 0;
        var text = new StringBuilder(Math.Min(count, 4096));
        var isWide = (flags & 1) != 0;
        while (text.Length < count)
        {
            if (at >= parts[part].Length)
            {
                NextPart();
                isWide = (Byte() & 1) != 0;
            }

            var left = parts[part].AsSpan(at);
            var size = isWide ? 2 : 1;
            var take = Math.Min(count - text.Length, left.Length / size);
            if (take == 0)
            {
                throw BiffTable.Damaged();
            }

            text.Append((isWide ? Encoding.Unicode : Encoding.Latin1).GetString(left[..(take * size)]));
            at += take * size;
        }

        IsUnclear = false;
        if (!hasLooks)
        {
            Skip((runs * 4L) + (uint)extra);
            return text.ToString();
        }

        var shown = Settled(text.ToString(), runs);
        Skip((uint)extra);
        return shown;
    }

    // The runs follow their text: where each begins, and its font.
    private string Settled(string text, int count)
    {
        var (rule, kept, look, from) = (new TextRunRule(), new StringBuilder(), Look.Plain, 0);
        for (var run = 0; run <= count; run++)
        {
            var until = run < count ? Math.Clamp(Word(), from, text.Length) : text.Length;
            var part = text.AsSpan(from, until - from);
            if (look == Look.Struck)
            {
                rule.TakeStruck(part);
            }
            else
            {
                kept.Append(part);
                if (look == Look.Raised)
                {
                    rule.TakeRaised(part);
                }
            }

            // There is no font 4.
            var font = run < count ? Word() : 0;
            font -= font > 4 ? 1 : 0;
            (look, from) = (font < fonts!.Count ? fonts[font] : Look.Plain, until);
        }

        var shown = rule.Settle(kept.ToString(), out var isUnclear).ToString();
        IsUnclear = isUnclear;
        return shown;
    }

    /// <summary>Passes over bytes.</summary>
    public void Skip(long count)
    {
        while (count > 0)
        {
            if (at >= parts[part].Length)
            {
                NextPart();
            }

            var step = (int)Math.Min(count, parts[part].Length - at);
            at += step;
            count -= step;
        }
    }

    public int Word() => Byte() | (Byte() << 8);

    private int Byte()
    {
        if (at >= parts[part].Length)
        {
            NextPart();
        }

        return parts[part][at++];
    }

    private void NextPart()
    {
        do
        {
            part++;
            at = 0;
        }
        while (part < parts.Count && parts[part].Length == 0);
        if (part >= parts.Count)
        {
            throw BiffTable.Damaged();
        }
    }
}
