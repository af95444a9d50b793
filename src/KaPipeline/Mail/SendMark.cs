using System.Text.Json;
using System.Text.Json.Serialization;

namespace KaPipeline.Mail;

/// <summary>The last claim of a mail as it is kept beside the data, outside the database: a warehouse that does not know it was
/// restored.</summary>
/// <param name="EventId">Number of the claim's event.</param>
/// <param name="At">Its moment.</param>
/// <param name="MessageId">The mail's Message-ID.</param>
public sealed record SendMark(long EventId, DateTimeOffset At, string MessageId)
{
    /// <summary>The mark of a home from which nothing has been sent: it names the server and database that it belongs to, so that a standby
    /// which takes the place of its primary is known to be no other.</summary>
    public static SendMark OfNone(DateTimeOffset at, string place) => new(0, at, place);

    /// <summary>Whether it is such a mark.</summary>
    [JsonIgnore]
    public bool IsOfNone => EventId == 0;

    /// <summary>Reads a mark; null where there is none that can be read.</summary>
    public static SendMark? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<SendMark>(File.ReadAllText(file)) : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes it in place of the one before. A disk that refuses it does not stop a mail: the database's own place still tells of
    /// a restore into another one.</summary>
    public void Write(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var part = $"{file}.{Environment.ProcessId}";
            File.WriteAllText(part, JsonSerializer.Serialize(this));
            File.Move(part, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
