using KaPipeline.Jobs;
using KaPipeline.Mail;
using Npgsql;

namespace KaPipeline.Tests.Infrastructure;

/// <summary>Gates of sending for tests on a clock of their own.</summary>
internal static class Gates
{
    /// <summary>One by the machine's clock that keeps no mark.</summary>
    public static SendingGate WithoutMark(NpgsqlDataSource database) => new(database, "", Clock(database));

    /// <summary>The database's clock beside the machine's own.</summary>
    public static DatabaseClock Clock(NpgsqlDataSource database) => new(database, TimeProvider.System, new JobOptions().ClockTolerance);
}
