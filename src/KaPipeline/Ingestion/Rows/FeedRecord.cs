using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Tables;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Writes a row of a small feed, whose staging table holds all feeds: one JSON object with a canonical text per field.</summary>
internal sealed class FeedRecord(string name, FieldReader[] fields)
{
    private readonly ArrayBufferWriter<byte> json = new();

    /// <summary>Writes the fields of the current row behind its load and number.</summary>
    public RowProblem? Write(TableReader table, CopyBuffer buffer)
    {
        json.Clear();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            foreach (var field in fields)
            {
                var text = field.Read(table, out var kind, out var problem);
                if (problem is not null)
                {
                    return problem;
                }

                text = text.IsEmpty ? field.Fallback : text;
                if (text.IsEmpty)
                {
                    if (field.Field.IsRequired)
                    {
                        return RecordWriter.Missing(field);
                    }

                    continue;
                }

                if (Canonical(field, text, kind, out var value) is { } fault)
                {
                    return fault;
                }

                if (value is not null)
                {
                    writer.WriteString(field.Field.Name, value);
                }
            }

            writer.WriteEndObject();
        }

        buffer.Text(name);
        buffer.Json(json.WrittenSpan);
        return null;
    }

    // A canonical text per field.
    private static RowProblem? Canonical(FieldReader field, ReadOnlySpan<byte> text, CellKind kind, out string? value)
    {
        var problem = FieldValue.Read(field, text, kind, out var read);
        value = problem is not null || read.IsNothing ? null : field.Field.Kind switch
        {
            FieldKind.Code or FieldKind.Text => Encoding.UTF8.GetString(read.Text),
            FieldKind.Date => read.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            FieldKind.Flag => read.IsYes ? "true" : "false",
            _ => read.Number.ToString(),
        };
        return problem;
    }
}
