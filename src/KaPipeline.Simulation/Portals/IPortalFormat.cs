namespace KaPipeline.Simulation.Portals;

/// <summary>How one chain's portal writes its files; the layouts are in <c>samples/LAYOUTS.md</c>.</summary>
internal interface IPortalFormat
{
    /// <summary>The file or files of one business date, or of all days up to it.</summary>
    IEnumerable<FileDraft> Day(
        DateOnly day, IReadOnlyList<Order> orders, IReadOnlyList<NoteEdition> notes, IReadOnlyList<TillDay> till);

    /// <summary>The file of one statement.</summary>
    FileDraft Statement(Statement statement);
}

/// <summary>A delivery note as one file shows it: at first, perhaps, with other quantities than in the end.</summary>
internal sealed record NoteEdition(DeliveryNote Note, bool IsFirst)
{
    /// <summary>Units received, as this edition says.</summary>
    public decimal Received(DeliveryLine line) => IsFirst && Note.ReceivedBefore is { } before ? before[Note.Lines.IndexOf(line)]
        : line.Received;
}

/// <summary>A row that must be quarantined; its number counts from 1 as a person counts in the file or sheet.</summary>
internal sealed record FlawedRow(string Sheet, int RowNumber, string Column, string Rule, string Found);

/// <summary>A file as a portal hands it out.</summary>
internal sealed record FileDraft(string Name, string Report, byte[] Content, int RowsIn, IReadOnlyList<FlawedRow> Flaws);
