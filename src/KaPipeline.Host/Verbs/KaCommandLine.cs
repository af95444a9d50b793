using System.CommandLine;
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
            MigrateVerb.Create(),
            BacktestVerb.Create(),
            CheckVerb.Create(),
            DeliveryVerb.Create(),
            DigestVerb.Create(),
            DoctorVerb.Create(),
            CaseVerb.Create(),
            NegotiateVerb.Create(),
            OpeningVerb.Create(),
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
            OperationVerbs.Runs(),
            OperationVerbs.Schedule(),
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
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                // The parser names the type of the program as well; a person has no use for it.
                await Console.Error.WriteLineAsync(error.Message.Split(" as expected type", 2)[0]);
            }

            await Console.Error.WriteLineAsync("Usage: ./ka --help, or ./ka VERB --help");
            return ExitCodes.Usage;
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
}
