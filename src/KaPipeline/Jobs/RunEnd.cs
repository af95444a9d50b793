using KaPipeline.Labels;

namespace KaPipeline.Jobs;

/// <summary>How an attempt ends.</summary>
internal sealed record RunEnd(string State, string Event, bool SpendsAttempt, TimeSpan Wait, string? ErrorKind, string? Error)
{
    public static RunEnd Succeeded { get; } = new("succeeded", "succeeded", false, TimeSpan.Zero, null, null);

    public static RunEnd HandedBack { get; } = new("queued", "handed_back", false, TimeSpan.Zero, null, null);

    public static RunEnd Cancelled(string who) => new("cancelled", "cancelled", false, TimeSpan.Zero, "cancelled", Bilingual.Of(
        $"{who} 已取消",
        $"cancelled by {who}"));
}
