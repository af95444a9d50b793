using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using KaPipeline.Ingestion.Profiles;
using KaPipeline.Labels;
using KaPipeline.Operations;
using KaPipeline.Warehouse;
using Npgsql;

namespace KaPipeline.Host.Verbs;

/// <summary>The verbs of `ka`, and the one place where an error becomes a message and an exit code.</summary>
public static class KaCommandLine
{
    /// <summary>All verbs.</summary>
    internal static RootCommand Root() =>
        new RootCommand("KaPipeline: collects supplier-portal files, reconciles order, delivery and settlement, and reports.")
        {
            DemoVerb.Create(),
            CompletionVerb.Create(),
            CalendarVerb.Create(),
            MigrateVerb.Create(),
            BackupVerb.Create(),
            BackupVerb.Restore(),
            DatabaseVerb.Create(),
            BacktestVerb.Create(),
            CheckVerb.Create(),
            DeliveryVerb.Create(),
            DigestVerb.Create(),
            DoctorVerb.Create(),
            CaseVerb.Create(),
            NegotiateVerb.Create(),
            OpeningVerb.Create(),
            ShadowVerb.Create(),
            ReopenVerb.Create(),
            ItemsVerb.Create(),
            TemplateVerb.Create(),
            EvidenceVerb.Create(),
            TraceVerb.Create(),
            SampleVerb.Create(),
            IngestVerb.Create(),
            QuarantineVerb.Create(),
            HeldVerb.Create(),
            RunVerb.Create(),
            RunsVerb.Create(),
            ScheduleVerb.Create(),
            ServeVerb.Create(),
            UserVerb.Create(),
            ProfileVerb.Create(),
        };

    /// <summary>Runs one command line.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        Console.OutputEncoding = System.Text.Encoding.UTF8;
        Terminal.Guard();
        var root = Root();
        if (args is [CompletionVerb.Question, .. var line])
        {
            Console.WriteLine(string.Join(Environment.NewLine, CompletionVerb.Answers(root, string.Join(' ', line))));
            return ExitCodes.Done;
        }

        if (args is ["version"] or ["--version"])
        {
            Console.WriteLine(Version);
            return ExitCodes.Done;
        }

        HelpInChinese.Translate(root);
        var parsed = root.Parse(AskedForHelp.AsParsed(args, Paths(root, "").ToHashSet(StringComparer.Ordinal)));
        if (UsageMistakes.Of(parsed) is { Count: > 0 } mistakes && parsed.Action is not HelpAction)
        {
            foreach (var mistake in mistakes)
            {
                await Console.Error.WriteLineAsync(Bilingual.Both(mistake));
            }

            await Console.Error.WriteLineAsync($"ka {UsageMistakes.Path(parsed.CommandResult)}".TrimEnd() + " --help 查看用法 shows the usage.");
            return ExitCodes.Usage;
        }

        if (parsed.Action is HelpAction)
        {
            using var help = new StringWriter();
            await parsed.InvokeAsync(new InvocationConfiguration { Output = help });
            Console.Write(HelpInChinese.Page(help.ToString()));
            return ExitCodes.Done;
        }

        var started = TimeProvider.System.GetTimestamp();
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return ExitCodes.Failed;
        }
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync(Bilingual.Both(e.Message));
            return ExitCodes.Usage;
        }
        catch (NpgsqlException e) when (e.InnerException is TimeoutException || e.SqlState == PostgresErrorCodes.QueryCanceled)
        {
            await Console.Error.WriteLineAsync(
                $"数据库未在限定时间内应答 the database did not answer in time ({TimeProvider.System.GetElapsedTime(started).TotalSeconds:0} s after the command began). "
                + "请稍后再试；如再次发生，请运行 ka doctor Try again later; if it happens again, run: ka doctor");
            return ExitCodes.Failed;
        }
        catch (NpgsqlException e) when (DatabaseAdvice.For(e) is { } advice)
        {
            await Console.Error.WriteLineAsync(Bilingual.Both(advice));
            return ExitCodes.Failed;
        }
        catch (Exception e) when (e is WarehouseUnavailableException or NewerDatabaseException or MissingCalendarYearException
            or NpgsqlException or ProfileException or IOException or InvalidDataException or OperationRefusedException)
        {
            await Console.Error.WriteLineAsync(Bilingual.Both(e.Message));
            return ExitCodes.Failed;
        }
        catch (Exception e)
        {
            // A fault of the program itself: whoever fixes it needs the whole story.
            await Console.Error.WriteLineAsync($"ka failed unexpectedly; please report this together with the command:\n{e}");
            return ExitCodes.Failed;
        }
    }

    // As the build wrote it: the version, and the commit behind a plus sign.
    private static string Version => typeof(KaCommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+') is [var version, .. var commit]
        ? $"ka {version}{string.Concat(commit.Select(hash => $" ({hash[..Math.Min(8, hash.Length)]})"))}, .NET {Environment.Version}" : "";

    private static IEnumerable<string> Paths(Command command, string above) => command.Subcommands.SelectMany(part =>
        Paths(part, $"{above}{part.Name} ").Prepend(above + part.Name));
}
