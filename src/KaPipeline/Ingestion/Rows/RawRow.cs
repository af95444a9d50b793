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
    public static string Of(TableReader table, Header header)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            for (var column = 0; column < table.CellCount; column++)
            {
                var cell = table.Cell(column);
                var text = HeaderText.Readable(cell[..Math.Min(cell.Length, LongestCell)]);
                text = cell.Length > LongestCell ? $"{text}… ({cell.Length} bytes)" : text;

                // PostgreSQL's jsonb has no NUL character.
                writer.WriteString(header.Label(column), text.Replace('\0', '\uFFFD'));
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A text short enough for a message, without NUL characters.</summary>
    public static string? Shorten(string? text) => text is null ? null
        : (text.Length > LongestFound ? $"{text[..LongestFound]}… ({text.Length})" : text).Replace('\0', '\uFFFD');
}
