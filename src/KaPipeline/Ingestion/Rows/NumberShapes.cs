namespace KaPipeline.Ingestion.Rows;

/// <summary>The shapes of a file's numbers of documents, by field: letters and digits in their order, whatever they are, and how
/// long.</summary>
internal sealed class NumberShapes(string field)
{
    private const int MostRunsOfAName = 3;
    private readonly Dictionary<string, Seen> shapes = new(StringComparer.Ordinal);
    private byte[] last = [];

    /// <summary>One shape with its shortest and longest number.</summary>
    internal sealed class Seen
    {
        public required string Field { get; init; }

        public required string Shape { get; init; }

        public long Count { get; set; }

        public (int Length, CellPlace Place, string Text) Shortest { get; set; } = (int.MaxValue, default, "");

        public (int Length, CellPlace Place, string Text) Longest { get; set; }
    }

    public IEnumerable<Seen> All => shapes.Values;

    public void Take(FieldReader reader, ReadOnlySpan<byte> number)
    {
        // The lines of a document follow each other.
        if (number.SequenceEqual(last))
        {
            return;
        }

        last = number.ToArray();
        Span<char> shape = stackalloc char[Math.Min(number.Length, 200)];
        shape = shape[..ShapeOf(number, shape)];
        var known = shapes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(shape, out var seen))
        {
            known[shape] = seen = new Seen { Field = field, Shape = shape.ToString() };
        }

        seen.Count++;
        if (number.Length < seen.Shortest.Length)
        {
            seen.Shortest = (number.Length, reader.Place, HeaderText.Readable(number));
        }

        if (number.Length > seen.Longest.Length)
        {
            seen.Longest = (number.Length, reader.Place, HeaderText.Readable(number));
        }
    }

    /// <summary>9 for digits, A for letters, 文 for other scripts, X for a name that mixes letters and digits at random; other signs as they
    /// are.</summary>
    private static int ShapeOf(ReadOnlySpan<byte> number, Span<char> shape)
    {
        var (length, begin, last) = (0, 0, '\0');
        foreach (var one in number[..shape.Length])
        {
            var kind = char.IsAsciiDigit((char)one) ? '9' : char.IsAsciiLetter((char)one) ? 'A' : one >= 0x80 ? '文' : (char)one;
            var isName = kind is '9' or 'A' or '文';
            if (kind == last && isName)
            {
                continue;
            }

            if (!isName)
            {
                length = End(shape, begin, length);
                begin = length + 1;
            }

            shape[length++] = last = kind;
        }

        return End(shape, begin, length);
    }

    private static int End(Span<char> shape, int begin, int length)
    {
        if (length - begin <= MostRunsOfAName)
        {
            return length;
        }

        shape[begin] = 'X';
        return begin + 1;
    }
}
