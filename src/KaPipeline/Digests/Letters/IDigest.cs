using KaPipeline.Digests.Design;
using KaPipeline.Digests.Facts;
using KaPipeline.Labels;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Digests.Letters;

/// <summary>What an edition is about, before its facts are read.</summary>
/// <param name="Digest">Name of the digest.</param>
/// <param name="BusinessDate">Its business date: the last day that it covers.</param>
/// <param name="From">First day of its period.</param>
/// <param name="DueAt">When it should go.</param>
/// <param name="IsLate">Whether it goes later than that allows.</param>
/// <param name="ProducedAt">When it is made.</param>
/// <param name="Clock">The two clocks.</param>
/// <param name="Calendar">Working days.</param>
/// <param name="ConsoleAddress">Address of the console for links; empty: no links.</param>
public sealed record EditionFrame(
    string Digest, DateOnly BusinessDate, DateOnly From, DateTimeOffset DueAt, bool IsLate, DateTimeOffset ProducedAt,
    Warehouse.ReportClock Clock, WorkingCalendar Calendar, string ConsoleAddress)
{
    /// <summary>When it goes at the latest: feeds that are expected by then belong to it.</summary>
    public DateTimeOffset GoesBy { get; init; } = DueAt;

    /// <summary>Business date of the oldest edition that any reader's letter is compared with; null where there is none.</summary>
    public DateOnly? ComparedWith { get; init; }
}

/// <summary>Whom a letter is written for.</summary>
/// <param name="Changes">What became of things since the last edition, within the scope.</param>
public sealed record Addressee(Recipient Recipient, Language Language, Changes Changes)
{
    /// <summary>Figures that were sent to this reader and are others now, within the scope.</summary>
    public IReadOnlyList<RestatedFigure> Restated { get; init; } = [];

    /// <summary>What may be seen.</summary>
    public Scope Scope => Recipient.Scope;
}

/// <summary>A letter before it is rendered.</summary>
public sealed record Letter(string Subject, Document Document);

/// <summary>A workbook to be made; readers with the same key share one.</summary>
/// <param name="Key">Same key, same content.</param>
/// <param name="SaveAsync">Writes it: target, where the whole workbook lies when only front sheets are wanted, cancellation.</param>
public sealed record WorkbookOrder(string Key, string FileName, Func<NpgsqlConnection, Stream, string?, CancellationToken, Task> SaveAsync);

/// <summary>One digest: reads its facts once, then writes any number of letters from them.</summary>
public interface IDigest
{
    /// <summary>Name: <c>daily</c>, <c>weekly</c>, <c>close</c>, <c>budget</c>, <c>plan</c>.</summary>
    string Name { get; }

    /// <summary>Workbooks that it may bring, by their names in <c>recipients.yaml</c>.</summary>
    IReadOnlyList<string> Workbooks => [];

    /// <summary>Names of the figures that its editions state and that a later file may change.</summary>
    IReadOnlyList<string> FigureNames => [];

    /// <summary>Whether an edition of the frame's date states a figure at all; what was sent and it does not state is not
    /// compared.</summary>
    bool States(EditionFrame frame, StatedFigure figure) => figure.Day == frame.BusinessDate;

    /// <summary>How many of its newest editions are compared: two, since a file may come between the last look and the next
    /// edition.</summary>
    int EditionsCompared => 2;

    /// <summary>Reads these figures alone, by the connection's clocks, as an edition of the frame's date would state them.</summary>
    Task<IReadOnlyList<StatedFigure>> FiguresAsync(NpgsqlConnection connection, EditionFrame frame, Names names, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<StatedFigure>>([]);

    /// <summary>Reads everything that any reader may need: the number of queries does not depend on the number of readers.</summary>
    /// <param name="connection">With a transaction in which the clocks are set.</param>
    /// <param name="frame">What the edition is about.</param>
    /// <param name="names">Names by the same clocks.</param>
    /// <param name="ct">Stops the queries.</param>
    Task<IDigestFacts> LoadAsync(NpgsqlConnection connection, EditionFrame frame, Names names, CancellationToken ct);
}

/// <summary>The facts of one edition of one digest, for all readers; letters and workbooks are made of what is cut to one
/// (<see cref="Scoped{T}"/>).</summary>
public interface IDigestFacts
{
    /// <summary>What the edition is about.</summary>
    EditionFrame Frame { get; }

    /// <summary>Names by the same clocks.</summary>
    Names Names { get; }

    /// <summary>Everything that is open, for all readers.</summary>
    OpenItemFacts OpenItems { get; }

    /// <summary>How complete the sources are.</summary>
    SourceFacts Sources { get; }

    /// <summary>Figures that the edition states, over all days whose change would be a restatement.</summary>
    IReadOnlyList<StatedFigure> Figures => [];

    /// <summary>Workbooks that go with the letter of one reader.</summary>
    /// <param name="reader">For whom; the scope is that of the roles which get this workbook.</param>
    /// <param name="workbook">Name in <c>recipients.yaml</c>.</param>
    IEnumerable<WorkbookOrder> WorkbooksFor(Addressee reader, string workbook) => [];

    /// <summary>Writes the letter for one reader: only what the scope allows.</summary>
    Letter Write(Addressee reader);
}
