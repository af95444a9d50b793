using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using KaPipeline.Audit;
using KaPipeline.Ingestion.Loading;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Ingestion.Profiles.Drafts;
using KaPipeline.Ingestion.Rows;
using KaPipeline.Ingestion.Sources;
using KaPipeline.Ingestion.Tables;
using KaPipeline.Labels;
using KaPipeline.Rules;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Operations;

/// <summary>Onboards a chain from a sample file: keeps the file, drafts its profile, takes a person's choices, saves the profile into
/// <c>config/chains</c>, and loads the file. Each entry of the audit is written in the transaction of what it tells of.</summary>
/// <param name="profiles">The profiles at hand.</param>
/// <param name="home">Where profiles are written.</param>
public sealed partial class ProfileOperations(NpgsqlDataSource database, Ingest ingest, ProfileCatalog profiles, KaHome home,
    TimeProvider clock)
{
    /// <summary>Bytes of the largest sample.</summary>
    public const int MostBytes = 8 << 20;

    private const int RowsShown = 3;
    private const int MostAnswers = 2000;

    /// <summary>Keeps a sample file, once it is known to be a table.</summary>
    /// <param name="fileName">Its name, as the browser gives it.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="chain">Id for the chain: one that has a profile, or a new one.</param>
    /// <param name="who">Who uploads it.</param>
    /// <returns>Number of the sample.</returns>
    /// <exception cref="OperationRefusedException">The id is none, the file is too big or no table.</exception>
    public async Task<long> UploadAsync(string fileName, byte[] content, string chain, string who, CancellationToken ct = default)
    {
        chain = chain.Trim();
        if (!ChainId().IsMatch(chain) || chain.Length > 40)
        {
            throw new OperationRefusedException(
                Bilingual.Of("系统编号请用小写字母、数字和 -，例如 huayu。", "Write the chain's id in lower-case letters, digits and -, for example huayu."));
        }

        if (content.Length is 0 or > MostBytes)
        {
            throw new OperationRefusedException(content.Length == 0 ? Bilingual.Of("请选择一个文件。", "Choose a file.")
                : Bilingual.Of(
                    $"文件大于 {MostBytes >> 20} MB；请用一份较小的样本。", $"The file is larger than {MostBytes >> 20} MB; use a smaller sample."));
        }

        var sample = new ProfileSample { FileName = SafeFileName.Of(fileName), ChainId = chain, Content = content };
        profiles.Renew();
        await InFolderAsync(sample, path => Task.FromResult(Drafted(path, sample)));
        return await database.FirstAsync<long>(
            """
            insert into ops.profile_sample (file_name, content, chain_id, uploaded_at, uploaded_by) values (@FileName, @Content, @ChainId, @now, @who) returning sample_id
            """, new { sample.FileName, sample.Content, sample.ChainId, now = clock.GetUtcNow(), who }, ct);
    }

    /// <summary>The samples, the newest first.</summary>
    public Task<IReadOnlyList<ProfileSample>> ListAsync(CancellationToken ct = default) => database.ListAsync<ProfileSample>(
        "select sample_id, file_name, chain_id, saved_report, uploaded_at, uploaded_by from ops.profile_sample order by sample_id desc limit 50", ct: ct);

    /// <summary>Drafts the profile with what was decided so far, and reads the sample by it.</summary>
    /// <returns>Null where there is no such sample.</returns>
    /// <exception cref="OperationRefusedException">The sample cannot be drafted.</exception>
    public async Task<ProfileTrial?> TryAsync(long sampleId, CancellationToken ct = default)
    {
        profiles.Renew();
        var sample = await FindAsync(sampleId, ct);
        return sample is null ? null : await InFolderAsync(sample, path => Task.FromResult(TryIn(path, sample, ct)));
    }

    /// <summary>Takes a person's answers.</summary>
    /// <exception cref="OperationRefusedException">There is no such sample.</exception>
    public async Task ChooseAsync(long sampleId, IReadOnlyDictionary<string, string> answers, CancellationToken ct = default)
    {
        var kept = answers.Where(answer => answer.Key.Length <= 400 && answer.Value.Length <= 400).Take(MostAnswers)
            .ToDictionary(answer => answer.Key, answer => answer.Value.Trim());
        if (await database.DoAsync("update ops.profile_sample set answers = @json::jsonb where sample_id = @sampleId",
            new { sampleId, json = JsonSerializer.Serialize(kept) }, ct) == 0)
        {
            throw new OperationRefusedException(Bilingual.Of("没有这个样本。", "There is no such sample."));
        }
    }

    /// <summary>Writes the profile into <c>config/chains</c>: a new one, or the report into the chain's own.</summary>
    /// <param name="version">Version of the chain's profile that the person saw; empty for none.</param>
    /// <param name="isConfirmed">That they agreed to change a profile that exists.</param>
    /// <param name="who">Who saves it.</param>
    /// <param name="ct">Cancels; nothing is written then.</param>
    /// <returns>The chain and the report.</returns>
    /// <exception cref="OperationRefusedException">The profile cannot be used yet, was changed meanwhile, or is not confirmed.</exception>
    public async Task<(string Chain, string Report)> SaveAsync(long sampleId, string version, bool isConfirmed, string who, string reason,
        CancellationToken ct = default)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new OperationRefusedException(Bilingual.Of("请写明原因。", "A reason is needed."));
        }

        var trial = await TryAsync(sampleId, ct) ?? throw new OperationRefusedException(Bilingual.Of(
            "没有这个样本。", "There is no such sample."));
        if (trial.Problems.Count > 0)
        {
            throw new OperationRefusedException(Bilingual.Of($"{trial.Problems[0].Chinese}。", $"{trial.Problems[0].English}."));
        }

        if (trial.Version != version)
        {
            throw new OperationRefusedException(Bilingual.Of(
                "系统的配置已被改动，请重新查看。", "The chain's profile was changed meanwhile: look at it again."));
        }

        if (trial.Draft.Own is { } own && !isConfirmed)
        {
            throw new OperationRefusedException(
                Bilingual.Of($"{own.Name} 已有配置，请确认改动。", $"{own.NameEn} has a profile already: confirm that it may be changed."));
        }

        await WriteAsync(trial, who, reason, ct);
        profiles.Renew();
        return (trial.Draft.Chain, trial.Draft.Report);
    }

    /// <summary>Loads the sample as a file that came from the chain.</summary>
    /// <returns>What it came to.</returns>
    /// <exception cref="OperationRefusedException">No profile was saved from it, or it does not fit.</exception>
    public async Task<LoadResult> LoadAsync(long sampleId, string who, string reason, CancellationToken ct = default)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new OperationRefusedException(Bilingual.Of("请写明原因。", "A reason is needed."));
        }

        var sample = await FindAsync(sampleId, ct) is { SavedReport: not null } saved ? saved
            : throw new OperationRefusedException(Bilingual.Of("请先保存配置。", "Save the profile first."));
        return await InFolderAsync(sample, async path =>
        {
            var recording = ingest.Beside((transaction, load, token) => AuditTrail.RecordAsync(
                transaction, clock.GetUtcNow(), who, "load_sample", "load", $"{load.LoadId} {load.FileName}", reason,
                after: new { load.RowsIn, load.RowsLoaded, load.RowsQuarantined, load.RowsDuplicate }, ct: token));
            var known = recording.Find([path], sample.ChainId).Known.Select(item =>
                item with { File = item.File with { Source = "console" } }).ToList();
            return known.Count == 1 ? (await recording.RunAsync(known, ct: ct))[0]
                : throw new OperationRefusedException(Bilingual.Of("文件名不符合配置中的样式。", "No file name pattern of the profile fits the file."));
        });
    }

    private Task<ProfileSample?> FindAsync(long sampleId, CancellationToken ct) => database.FirstAsync<ProfileSample>(
        "select sample_id, file_name, content, chain_id, saved_report, uploaded_at, uploaded_by, answers::text as answers from ops.profile_sample where sample_id = @sampleId", new { sampleId }, ct);

    private ProfileDraft Drafted(string path, ProfileSample sample)
    {
        try
        {
            var answers = sample.Given;
            if (sample.SavedReport is { } saved)
            {
                answers["report"] = saved;
            }

            return ProfileDraft.Of(path, profiles.Chains, sample.ChainId, new DraftChoices(answers));
        }
        catch (UnreadableFileException e)
        {
            throw new OperationRefusedException(e.Message);
        }
    }

    private ProfileTrial TryIn(string path, ProfileSample sample, CancellationToken ct)
    {
        var draft = Drafted(path, sample);
        var problems = new List<(string, string)>();
        problems.AddRange(draft.Open.Select(field =>
            ($"还没有 {field}：请选择一列、一个标签或填写固定值", $"{field} is not assigned yet: choose a column or a label, or enter a value")));
        problems.AddRange(draft.Twice.Select(field => ($"{field} 选了两次", $"{field} was chosen twice")));
        var file = draft.Own?.Path ?? Path.Combine(home.Config, "chains", sample.ChainId + ".yaml");
        try
        {
            var text = draft.Own is null ? draft.Yaml.ReplaceLineEndings("\n")
                : ProfileEdit.WithReport(File.ReadAllText(file), draft.Report, draft.Yaml, file);
            var report = ProfileFile.Parse(text, file).Reports.Single(one => one.Name == draft.Report);
            problems.AddRange(Overlaps(sample, draft, report));
            var preview = draft.Open.Count > 0 ? null
                : FilePreview.Read(report, path, RowsShown, BusinessRules.Load(home.Config).FileLimits(), ct);
            return new ProfileTrial(sample, draft, text, report, preview, problems, draft.Own?.Version ?? "");
        }
        catch (ProfileException e)
        {
            problems.AddRange(e.Errors.Select(error => (error, error)));
            return new ProfileTrial(sample, draft, draft.Yaml, null, null, problems, draft.Own?.Version ?? "");
        }
    }

    // No two reports may claim one file, and the sample must be one of its own.
    private IEnumerable<(string, string)> Overlaps(ProfileSample sample, ProfileDraft draft, ReportProfile report)
    {
        if (!report.Files.Any(pattern => FileNamePattern.Matches(pattern, sample.FileName)))
        {
            yield return ("文件名样式不符合这个文件", "the file name pattern does not fit this file");
        }

        foreach (var (chain, other) in profiles.Match(sample.FileName)
            .Where(match => match.Chain.ChainId != draft.Chain || match.Report.Name != draft.Report))
        {
            yield return ($"{chain.Name} 的报表 {other.Name} 已读取这样的文件名",
                $"report {other.Name} of {chain.NameEn} reads files of this name already");
        }
    }

    // Beside the old one first, then in its place within the transaction that tells of it.
    private async Task WriteAsync(ProfileTrial trial, string who, string reason, CancellationToken ct)
    {
        var folder = Path.Combine(home.Config, "chains");
        var file = trial.Draft.Own?.Path ?? Path.Combine(folder, trial.Draft.Chain + ".yaml");
        var profile = ProfileFile.Parse(trial.Profile, file);
        var old = trial.Draft.Own is null ? null : await File.ReadAllTextAsync(file, ct);
        var fresh = Path.Combine(folder,
            $".{trial.Draft.Chain}.{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))}");
        try
        {
            await File.WriteAllTextAsync(fresh, trial.Profile, new UTF8Encoding(false), ct);
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var now = clock.GetUtcNow();
            await ProfileSync.SyncWithinAsync(connection, [profile], now, isTrial: false, ct);
            await connection.ExecuteAsync(new CommandDefinition(
                "update ops.profile_sample set saved_report = @report where sample_id = @id",
                new { id = trial.Sample.SampleId, report = trial.Draft.Report }, transaction, cancellationToken: ct));
            await AuditTrail.RecordAsync(
                transaction, now, who, "save_profile", "profile", $"{trial.Draft.Chain} {trial.Draft.Report}", reason,
                old is null ? null : new { version = trial.Version, text = old },
                new { version = profile.Version, text = trial.Profile, sample = trial.Sample.FileName }, ct);
            File.Move(fresh, file, overwrite: old is not null);
            try
            {
                await transaction.CommitAsync(CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                PutBack(file, old);
                throw;
            }
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new OperationRefusedException(Bilingual.Of($"无法写入 {file}：{e.Message}。", "The profile cannot be written there."));
        }
        catch (ProfileException e)
        {
            throw new OperationRefusedException(e.Errors[0]);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    private static void PutBack(string file, string? old)
    {
        if (old is null)
        {
            File.Delete(file);
        }
        else
        {
            File.WriteAllText(file, old, new UTF8Encoding(false));
        }
    }

    private static async Task<T> InFolderAsync<T>(ProfileSample sample, Func<string, Task<T>> work)
    {
        var folder = Directory.CreateTempSubdirectory("ka-sample-").FullName;
        try
        {
            var path = Path.Combine(folder, sample.FileName);
            await File.WriteAllBytesAsync(path, sample.Content);
            return await work(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_-]*$")]
    private static partial Regex ChainId();
}
