using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Labels;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Claims.Evidence;

/// <summary>Makes evidence packs: a ZIP with the rows of one chain, an index workbook and a manifest of hashes. A file is enclosed whole
/// where all of it is the chain's own, else as an extract of the rows used. An edition keeps its two clocks, so that it can be made
/// again later, byte for byte.</summary>
/// <param name="database">Connections of the application role.</param>
/// <param name="clock">Tells when an edition is made.</param>
public sealed class EvidenceService(NpgsqlDataSource database, FileArchive archive, TimeProvider clock)
{
    /// <summary>A pack as it was made.</summary>
    /// <param name="Subject">What it is about.</param>
    /// <param name="Edition">Its edition, from 1.</param>
    /// <param name="Clock">The clocks it was made by.</param>
    /// <param name="Sha256">Hash of the file.</param>
    /// <param name="IsRebuilt">Whether it had been made before, and this is the same file again.</param>
    public sealed record Pack(EvidenceSubject Subject, int Edition, ReportClock Clock, string Sha256, bool IsRebuilt);

    private readonly ArchiveProof proof = new(database, archive, clock);

    private sealed record EarlierPack(int Edition, DateOnly AsOf, DateTime KnownAt, string Sha256);

    /// <summary>Finds what a person means: a number is a case, anything else a statement.</summary>
    /// <exception cref="InvalidDataException">There is no such case or statement, or several chains have a statement of that
    /// number.</exception>
    public async Task<EvidenceSubject> FindAsync(string wanted, string? chain, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var statements = (await connection.QueryAsync<string>(new CommandDefinition(
            "select distinct chain_id from core.statement where statement_number = @wanted and (@chain::text is null or chain_id = @chain) order by chain_id",
            new { wanted, chain }, cancellationToken: ct))).ToList();
        if (statements.Count > 1)
        {
            throw new InvalidDataException($"Statement {wanted} exists at {string.Join(", ", statements)}; say which with --chain.");
        }

        if (statements.Count == 1)
        {
            return new EvidenceSubject(statements[0], null, null, wanted);
        }

        var one = long.TryParse(wanted, out var number)
            ? await connection.QuerySingleOrDefaultAsync<(string ChainId, string ClaimKey, string StatementNumber)?>(new CommandDefinition(
                """select chain_id, claim_key, statement_number from ops."case" where case_id = @number""", new { number },
                cancellationToken: ct))
            : null;
        return one is { } found
            ? new EvidenceSubject(found.ChainId, number, found.ClaimKey, found.StatementNumber)
            : throw new InvalidDataException($"There is no case and no statement {wanted}. ./ka case list shows the cases.");
    }

    /// <summary>Makes the newest edition again, or the first one, or a new one.</summary>
    /// <param name="subject">What it is about.</param>
    /// <param name="target">Where the ZIP is written.</param>
    /// <param name="edition">An edition to make again; null for the newest.</param>
    /// <param name="asOf">Business date of a new edition.</param>
    /// <param name="isNew">Whether to make a new edition of what is known now.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <exception cref="InvalidDataException">There is no such edition, or it did not come out as it was.</exception>
    /// <exception cref="IOException">A source file is missing in the archive, or damaged there.</exception>
    public async Task<Pack> MakeAsync(
        EvidenceSubject subject, Stream target, int? edition, DateOnly asOf, bool isNew, string who, CancellationToken ct = default)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var editions = (await connection.QueryAsync<EarlierPack>(new CommandDefinition(
            """select edition as "Edition", as_of as "AsOf", known_at as "KnownAt", sha256 as "Sha256" from ops.evidence_pack where subject = @Key order by edition""",
            new { subject.Key }, cancellationToken: ct))).ToList();
        var kept = isNew ? null : edition is null ? editions.LastOrDefault() : editions.Find(one => one.Edition == edition)
            ?? throw new InvalidDataException($"{subject.Key} has no edition {edition}; there are {editions.Count}.");
        var number = kept?.Edition ?? editions.Count + 1;
        var now = clock.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        var clocks = kept is null
            ? new ReportClock(asOf, now, KnowledgeMode.Recorded)
            : new ReportClock(kept.AsOf, new DateTimeOffset(DateTime.SpecifyKind(kept.KnownAt, DateTimeKind.Utc)), KnowledgeMode.Recorded);

        using var zip = new MemoryStream();
        await WriteAsync(zip, subject, number, clocks, ct);
        zip.Position = 0;
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(zip, ct));
        if (kept is not null && kept.Sha256 != sha256)
        {
            throw new InvalidDataException(
                $"Edition {number} of {subject.Key} did not come out as it was ({sha256} instead of {kept.Sha256}): rows were changed by hand, or the program is another version. --new makes a new edition.");
        }

        if (kept is null)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                insert into ops.evidence_pack (subject, edition, as_of, known_at, made_at, made_by, sha256, byte_count)
                values (@Key, @number, @AsOf, @KnownAt, @now, @who, @sha256, @Length)
                """,
                new
                {
                    subject.Key, number, clocks.AsOf, KnownAt = clocks.KnownAt.UtcDateTime, now = now.UtcDateTime, who, sha256,
                    zip.Length
                }, cancellationToken: ct));
        }

        zip.Position = 0;
        await zip.CopyToAsync(target, ct);
        return new Pack(subject, number, clocks, sha256, kept is not null);
    }

    // Stored, not compressed: the bytes then do not depend on the version of a compression library.
    private async Task WriteAsync(Stream target, EvidenceSubject subject, int edition, ReportClock clocks, CancellationToken ct)
    {
        var facts = await EvidenceFacts.GatherAsync(database, subject, clocks, ct);
        using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        var manifest = new StringBuilder();
        async Task AddAsync(string path, Stream content)
        {
            var entry = zip.CreateEntry(path, CompressionLevel.NoCompression);
            entry.LastWriteTime = TimeZoneInfo.ConvertTime(clocks.KnownAt, BusinessTime.Zone);
            entry.ExternalAttributes = 0;
            await using var to = await entry.OpenAsync(ct);
            await content.CopyToAsync(to, ct);
        }

        var index = await EvidenceIndex.WriteAsync(subject, edition, clocks, facts, ct);
        await AddAsync("index.xlsx", new MemoryStream(index));
        manifest.Append(Convert.ToHexStringLower(SHA256.HashData(index))).Append("  index.xlsx\n");
        foreach (var file in facts.Files)
        {
            var path = EvidenceExtract.PathOf(file, subject);
            await using Stream content = EvidenceExtract.IsWhole(file, subject) ? await proof.OpenAsync(file.Sha256, file.FileName, ct)
                : new MemoryStream(EvidenceExtract.Of(file, facts.Rows, facts.Names.Chain(subject.ChainId, Language.Chinese)));
            manifest.Append(Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct))).Append("  ").Append(path).Append('\n');
            content.Position = 0;
            await AddAsync(path, content);
        }

        await AddAsync("manifest.sha256", new MemoryStream(Encoding.UTF8.GetBytes(manifest.ToString())));
    }
}
