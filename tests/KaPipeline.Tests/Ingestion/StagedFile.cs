using System.Buffers.Binary;
using System.Text;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Rows;

namespace KaPipeline.Tests.Ingestion;

/// <summary>Reads a file without a database and takes the COPY bytes apart again: what would stand in the staging tables, as text.</summary>
internal sealed class StagedFile
{
    private readonly Dictionary<string, MemoryStream> streams = [];

    private StagedFile(ReadOutcome outcome) => Outcome = outcome;

    public ReadOutcome Outcome { get; }

    /// <summary>Rows of a target: field to text, null for nothing; with row_number.</summary>
    public IReadOnlyList<Dictionary<string, string?>> this[string target] =>
        streams.TryGetValue(target, out var stream) ? Decode(StagingTable.ByName[target], stream.ToArray()) : [];

    public static StagedFile Read(ReportProfile report, byte[] content, string fileName = "file")
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, content);
            return Read(report, path, fileName);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static StagedFile Read(ReportProfile report, string path, string? fileName = null)
    {
        var streams = new Dictionary<string, MemoryStream>();
        using var sink = new StagingSink(table => streams[table.Name] = new MemoryStream(), 1);
        var outcome = new ReportReader(report).Read(path, fileName ?? Path.GetFileName(path), sink, CancellationToken.None);
        sink.Complete();
        var staged = new StagedFile(outcome);
        foreach (var (name, stream) in streams)
        {
            staged.streams[name] = stream;
        }

        return staged;
    }

    private static List<Dictionary<string, string?>> Decode(StagingTable table, ReadOnlySpan<byte> bytes)
    {
        var rows = new List<Dictionary<string, string?>>();
        bytes = bytes[19..];
        while (Int16(ref bytes) is var count && count >= 0)
        {
            var row = new Dictionary<string, string?>();
            for (var column = 0; column < count; column++)
            {
                var length = Int32(ref bytes);
                var value = length < 0 ? default : bytes[..length];
                bytes = length < 0 ? bytes : bytes[length..];
                var name = column switch { 0 => "load_id", 1 => "row_number", _ => table.IsFeed ? (column == 2 ? "feed" : "fields") : table.Fields[column - 2].Name };
                row[name] = length < 0 ? null : column switch
                {
                    0 => BinaryPrimitives.ReadInt64BigEndian(value).ToString(),
                    1 => BinaryPrimitives.ReadInt32BigEndian(value).ToString(),
                    _ when table.IsFeed => Encoding.UTF8.GetString(column == 2 ? value : value[1..]),
                    _ => Text(table.Fields[column - 2].Kind, value),
                };
            }

            rows.Add(row);
        }

        Assert.True(bytes.IsEmpty);
        return rows;
    }

    private static string Text(FieldKind kind, ReadOnlySpan<byte> value) => kind switch
    {
        FieldKind.Date => DateOnly.FromDayNumber(BinaryPrimitives.ReadInt32BigEndian(value) + 730119).ToString("yyyy-MM-dd"),
        FieldKind.Whole => BinaryPrimitives.ReadInt32BigEndian(value).ToString(),
        FieldKind.Flag => value[0] == 1 ? "true" : "false",
        FieldKind.Number => Numeric(value),
        _ => Encoding.UTF8.GetString(value),
    };

    private static string Numeric(ReadOnlySpan<byte> value)
    {
        var groups = BinaryPrimitives.ReadInt16BigEndian(value);
        var weight = BinaryPrimitives.ReadInt16BigEndian(value[2..]);
        var isNegative = BinaryPrimitives.ReadUInt16BigEndian(value[4..]) == 0x4000;
        var scale = BinaryPrimitives.ReadInt16BigEndian(value[6..]);
        decimal sum = 0;
        for (var at = 0; at < groups; at++)
        {
            var group = (decimal)BinaryPrimitives.ReadInt16BigEndian(value[(8 + (2 * at))..]);
            for (var power = weight - at; power != 0; power -= Math.Sign(power))
            {
                group = power > 0 ? group * 10000 : group / 10000;
            }

            sum += group;
        }

        return (isNegative ? -sum : sum).ToString("F" + scale, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static short Int16(ref ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadInt16BigEndian(bytes);
        bytes = bytes[2..];
        return value;
    }

    private static int Int32(ref ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadInt32BigEndian(bytes);
        bytes = bytes[4..];
        return value;
    }
}
