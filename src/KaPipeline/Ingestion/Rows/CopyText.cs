using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using KaPipeline.Ingestion.Profiles;

namespace KaPipeline.Ingestion.Rows;

/// <summary>Takes COPY bytes apart again, to show people what would be staged.</summary>
internal static class CopyText
{
    /// <summary>Rows as field to text, null for nothing. Bytes that end inside a row give the rows before it.</summary>
    public static List<Dictionary<string, string?>> Decode(StagingTable table, ReadOnlySpan<byte> bytes)
    {
        var rows = new List<Dictionary<string, string?>>();
        var rest = bytes.Length < 19 ? default : bytes[19..];
        while (Take(ref rest, 2, out var head) && BinaryPrimitives.ReadInt16BigEndian(head) is var count && count >= 0)
        {
            var row = new Dictionary<string, string?>();
            for (var column = 0; column < count; column++)
            {
                if (!Take(ref rest, 4, out var size))
                {
                    return rows;
                }

                var length = BinaryPrimitives.ReadInt32BigEndian(size);
                if (!Take(ref rest, Math.Max(0, length), out var value))
                {
                    return rows;
                }

                row[NameOf(table, column)] = length < 0 ? null : TextOf(table, column, value);
            }

            rows.Add(row);
        }

        return rows;
    }

    private static string NameOf(StagingTable table, int column) => column switch
    {
        0 => "load_id",
        1 => "row_number",
        _ when table.IsFeed => column == 2 ? "feed" : "fields",
        _ => table.Fields[column - 2].Name,
    };

    private static string TextOf(StagingTable table, int column, ReadOnlySpan<byte> value) => column switch
    {
        0 => BinaryPrimitives.ReadInt64BigEndian(value).ToString(CultureInfo.InvariantCulture),
        1 => BinaryPrimitives.ReadInt32BigEndian(value).ToString(CultureInfo.InvariantCulture),
        _ when table.IsFeed => Encoding.UTF8.GetString(column == 2 ? value : value[1..]),
        _ => table.Fields[column - 2].Kind switch
        {
            FieldKind.Date => DateOnly.FromDayNumber(BinaryPrimitives.ReadInt32BigEndian(value) + 730119)
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            FieldKind.Whole => BinaryPrimitives.ReadInt32BigEndian(value).ToString(CultureInfo.InvariantCulture),
            FieldKind.Flag => value[0] == 1 ? "true" : "false",
            FieldKind.Number => Numeric(value),
            _ => Encoding.UTF8.GetString(value),
        },
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

        return (isNegative ? -sum : sum).ToString("F" + scale.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    private static bool Take(ref ReadOnlySpan<byte> bytes, int count, out ReadOnlySpan<byte> taken)
    {
        taken = bytes.Length < count ? default : bytes[..count];
        var isWhole = bytes.Length >= count;
        bytes = isWhole ? bytes[count..] : default;
        return isWhole;
    }
}
