using System.Net;
using System.Net.Http.Headers;

namespace KaPipeline.Mail;

/// <summary>Posts cards to a group's robot or to a webhook.</summary>
/// <param name="address">Its address in the ledger.</param>
/// <param name="robot">The robot; null: the configuration has none of this address any more.</param>
/// <param name="clock">Time, for signatures.</param>
internal sealed class RobotTransport(string address, Robot? robot, TimeProvider clock) : IMailTransport
{
    /// <inheritdoc/>
    public string Destination => address;

    /// <summary>How fast it may be given cards.</summary>
    public SendRate Rate => robot?.Rate ?? SendRate.Unlimited;

    /// <summary>Seconds in which it must answer.</summary>
    public int TimeoutSeconds => robot?.TimeoutSeconds ?? 0;

    /// <inheritdoc/>
    public Task<IMailSession> ConnectAsync(CancellationToken ct = default)
    {
        try
        {
            return Task.FromResult<IMailSession>(robot is null ? new Unknown(address) : new Session(robot, RobotAccess.Read(robot), clock));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new MailServerException(MailServerFault.SignIn, $"{address}: {e.Message}", e);
        }
    }

    private sealed class Unknown(string address) : IMailSession
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public Task<SendOutcome> SendAsync(Envelope envelope, CancellationToken ct = default) =>
            Task.FromResult(new SendOutcome(SendVerdict.Refused, $"config/recipients.yaml has no robot {address} any more"));
    }

    private sealed class Session : IMailSession
    {
        // More than any robot answers.
        private const int MostWords = 65_536;
        private const int MostShown = 400;

        private readonly Robot robot;
        private readonly RobotAccess access;
        private readonly TimeProvider clock;
        private readonly HttpClient client;

        public Session(Robot robot, RobotAccess access, TimeProvider clock)
        {
            (this.robot, this.access, this.clock) = (robot, access, clock);

            // Nothing is posted to where an answer points, and each card has a connection of its own: on one that the other side has
            // closed meanwhile it could not be told how far a card got.
            client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            {
                Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MostWords,
                DefaultRequestHeaders = { ConnectionClose = true },
            };
        }

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return ValueTask.CompletedTask;
        }

        public async Task<SendOutcome> SendAsync(Envelope envelope, CancellationToken ct = default)
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            timeout.CancelAfter(TimeSpan.FromSeconds(robot.TimeoutSeconds));
            var now = clock.GetUtcNow();
            using var body = new Body(new RobotCard(robot, envelope).Body(access.Fields(now)));
            using var request = new HttpRequestMessage(HttpMethod.Post, access.Address(now)) { Content = body };
            foreach (var (name, value) in access.Headers(envelope.MessageId, body.Bytes, now))
            {
                request.Headers.Add(name, value);
            }

            try
            {
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
                var words = $"{(int)answer.StatusCode} {answer.ReasonPhrase}".TrimEnd();
                return Hidden(RobotVerdict.OfStatus(robot.Kind, answer.StatusCode, words, answer.Headers.RetryAfter?.Delta)
                    ?? RobotVerdict.OfBody(robot.Kind, await ReadAsync(answer, timeout.Token)));
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                return Hidden(RobotVerdict.OfSilence(body.IsWhole, e is OperationCanceledException && !ct.IsCancellationRequested
                    ? $"no answer within {robot.TimeoutSeconds} s" : e.Message));
            }
        }

        private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
        {
            await answer.Content.LoadIntoBufferAsync(MostWords, ct);
            return await answer.Content.ReadAsStringAsync(ct);
        }

        private SendOutcome Hidden(SendOutcome outcome)
        {
            var words = access.Hide(outcome.Words);
            return outcome with { Words = words.Length > MostShown ? words[..MostShown] + "…" : words };
        }
    }

    // Knows whether it was handed over whole.
    private sealed class Body : HttpContent
    {
        public Body(byte[] bytes)
        {
            Bytes = bytes;
            Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        }

        public byte[] Bytes { get; }

        public bool IsWhole { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(Bytes);
            await stream.FlushAsync();
            IsWhole = true;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Bytes.Length;
            return true;
        }
    }
}
