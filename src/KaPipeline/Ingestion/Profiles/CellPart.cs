using System.Text;
using System.Text.RegularExpressions;

namespace KaPipeline.Ingestion.Profiles;

/// <summary>One step that cuts a value out of a composite cell, such as <c>before (</c> on <c>5015(上海成山路店)</c>.</summary>
public abstract record CellPart
{
    /// <summary>The part of <paramref name="cell"/>; empty where the cell has no such part.</summary>
    public abstract ReadOnlySpan<byte> Of(ReadOnlySpan<byte> cell);

    /// <summary>Whether it counts letters, so that a blank between two of them would move it.</summary>
    public bool IsCounted => this is First or Last;

    /// <summary>Whether it counts characters and would cut through a row of digits: 1023 is no code of 10231.</summary>
    public bool CutsDigits(ReadOnlySpan<byte> cell)
    {
        var part = Of(cell);
        if (!IsCounted || part.IsEmpty || part.Length == cell.Length)
        {
            return false;
        }

        var at = this is First ? part.Length : cell.Length - part.Length;
        return char.IsAsciiDigit((char)cell[at - 1]) && char.IsAsciiDigit((char)cell[at]);
    }

    /// <summary>Whether nothing stands before the mark that the cell is cut at, though something does behind it: (2) says no number that
    /// could be cut out of it, and is not blank.</summary>
    public bool IsLeftOut(ReadOnlySpan<byte> cell) => this is Before && !cell.IsEmpty && Of(cell).Trim((byte)' ').IsEmpty;

    /// <summary>What a profile may write.</summary>
    public const string Grammar = "before X, after X, inside (), first 4, last 4, word 1, match REGEX";

    /// <summary>Reads one step as a profile writes it.</summary>
    /// <returns>Null when it is none of <see cref="Grammar"/>.</returns>
    public static CellPart? Parse(string text)
    {
        var (verb, rest) = text.IndexOf(' ', StringComparison.Ordinal) is var at and > 0 ? (text[..at], text[(at + 1)..].Trim())
            : (text, "");
        return verb switch
        {
            "before" when rest.Length > 0 => new Before(Widths(rest)),
            "after" when rest.Length > 0 => new After(Widths(rest)),
            "inside" when rest.Length == 2 => new Inside(Widths(rest[..1]), Widths(rest[1..])),
            "first" when int.TryParse(rest, out var count) && count > 0 => new First(count),
            "last" when int.TryParse(rest, out var count) && count > 0 => new Last(count),
            "word" when int.TryParse(rest, out var number) && number > 0 => new Word(number),
            "match" when rest.Length > 0 && Compiles(rest) is { } regex => new Match(regex),
            _ => null,
        };
    }

    private static Regex? Compiles(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    // A mark is the same in full and half width, as headers are: 5015（店） is cut by "before (".
    private static byte[][] Widths(string mark) =>
    [
        .. new[] { mark, mark.Normalize(NormalizationForm.FormKC),
        string.Concat(mark.Select(one => one is >= '!' and <= '~' ? (char)(one + 0xFEE0) : one)) }
            .Distinct().Select(form => Encoding.UTF8.GetBytes(form)),
    ];

    // Where the first of a mark's forms stands, and how long it is; −1 where none does.
    private static (int At, int Length) Find(ReadOnlySpan<byte> cell, byte[][] mark)
    {
        var found = (At: -1, Length: 0);
        foreach (var form in mark)
        {
            if (cell.IndexOf(form) is var at and >= 0 && (found.At < 0 || at < found.At))
            {
                found = (at, form.Length);
            }
        }

        return found;
    }

    /// <summary>What is before the mark; the whole cell where there is no mark.</summary>
    private sealed record Before(byte[][] Mark) : CellPart
    {
        public override ReadOnlySpan<byte> Of(ReadOnlySpan<byte> cell) => Find(cell, Mark) is ( >= 0 and var at, _) ? cell[..at] : cell;
    }

    /// <summary>What is after the mark.</summary>
    private sealed record After(byte[][] Mark) : CellPart
    {
        public override ReadOnlySpan<byte> Of(ReadOnlySpan<byte> cell) => Find(cell, Mark) is ( >= 0 and var at, var length)
            ? cell[(at + length)..] : default;
    }

    /// <summary>What is between the first opening mark and the closing mark after it.</summary>
    private sealed record Inside(byte[][] Open, byte[][] Close) : CellPart
    {
        public override ReadOnlySpan<byte> Of(ReadOnlySpan<byte> cell)
        {
            if (Find(cell, Open) is not ( >= 0 and var from, var length))
            {
                return default;
            }

            var rest = cell[(from + length)..];
            return Find(rest, Close) is ( >= 0 and var to, _) ? rest[..to] : default;
        }
    }

    /// <summary>The first characters.</summary>
    private sealed record First(int Count) : CellPart
    {
        public override ReadOnlySpan<byte> Of(ReadOnlySpan<byte> cell) => cell[..Utf8Position(cell, Count)];
    }

    /// <summary>The last characters.</summary>
    private sealed record Last(int Count) : CellPart
    {
        public override ReadOnlySpan<byte> Of(ReadOnlySpan<byte> cell) =>
            cell[Utf8Position(cell, Math.Max(0, Encoding.UTF8.GetCharCount(cell) - Count))..];
    }

    /// <summary>The n-th run of characters between spaces, from 1.</summary>
    private sealed record Word(int Number) : CellPart
    {
        public override ReadOnlySpan<byte> Of(ReadOnlySpan<byte> cell)
        {
            for (var number = 1; ; number++)
            {
                cell = cell.TrimStart((byte)' ');
                var end = cell.IndexOf((byte)' ');
                if (number == Number || end < 0)
                {
                    return number < Number ? default : end < 0 ? cell : cell[..end];
                }

                cell = cell[end..];
            }
        }
    }

    /// <summary>The first group of a regular expression, or the whole match.</summary>
    private sealed record Match(Regex Pattern) : CellPart
    {
        public override ReadOnlySpan<byte> Of(ReadOnlySpan<byte> cell)
        {
            var match = Pattern.Match(Encoding.UTF8.GetString(cell));
            return match.Success ? Encoding.UTF8.GetBytes(match.Groups[match.Groups.Count > 1 ? 1 : 0].Value) : default;
        }
    }

    private static int Utf8Position(ReadOnlySpan<byte> text, int characters)
    {
        var at = 0;
        for (; at < text.Length && characters > 0; characters--)
        {
            at++;
            while (at < text.Length && (text[at] & 0xC0) == 0x80)
            {
                at++;
            }
        }

        return at;
    }
}
