using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>A row as it was read, for the quarantine.</summary>
internal static class RawRow
{
    private const int LongestCell = 64 * 1024;
    private const int LongestFound = 500;

    /// <summary>A JSON object, header to text. A monstrous cell is cut with a note; the archived file keeps it whole.</summary>
    public static string Of(TableReader table, Header header) => Json(writer =>
    {
        for (var column = 0; column < table.CellCount; column++)
        {
            Write(writer, header.Label(column), table.Cell(column));
        }
    });

    /// <summary>What a file says once, label to text.</summary>
    public static string Of(IEnumerable<(string Label, byte[] Value)> labels) => Json(writer =>
    {
        foreach (var (label, value) in labels)
        {
            Write(writer, label, value);
        }
    });

    /// <summary>A text short enough for a message, without NUL characters.</summary>
    public static string? Shorten(string? text) => text is null ? null
        : (text.Length > LongestFound ? $"{text[..LongestFound]}… ({text.Length})" : text).Replace('\0', '\uFFFD');

    private static string Json(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, string name, ReadOnlySpan<byte> cell)
    {
        var text = HeaderText.Readable(cell[..Math.Min(cell.Length, LongestCell)]);
        text = cell.Length > LongestCell ? $"{text}… ({cell.Length} bytes)" : text;

        // PostgreSQL's jsonb has no NUL character.
        writer.WriteString(name, text.Replace('\0', '\uFFFD'));
    }
}
