namespace KaPipeline.Ingestion.Tables;

/// <summary>How many bytes a stream gave, and whether it has no more.</summary>
internal sealed class CountedStream(Stream inner) : ForwardStream(inner)
{
    /// <summary>Bytes so far.</summary>
    public long Count { get; private set; }

    /// <summary>Whether its end was met.</summary>
    public bool IsAtEnd { get; private set; }

    protected override void Note(ReadOnlySpan<byte> read)
    {
        Count += read.Length;
        IsAtEnd |= read.IsEmpty;
    }
}
