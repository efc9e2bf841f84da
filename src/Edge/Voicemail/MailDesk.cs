using System.Threading.Channels;
using Microsoft.Extensions.Options;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Voicemail;

/// <summary>The e-mails that this edge is asked to send, one after another. Nothing of them is kept: the box asks again for those of which it hears nothing.</summary>
internal sealed class MailDesk(MailPost post, IGrainFactory grains, IOptions<SmtpOptions> smtp, TimeProvider time, EdgeMetrics metrics, ILogger<MailDesk> log)
    : BackgroundService
{
    private const int MaxWaiting = 256;
    private const int MaxReports = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    /// <summary>Puts an order into the mailbox; false when there are too many. Any thread.</summary>
    public bool Take(MailOrder order) => _orders.Writer.TryWrite(new Order(order, time.GetTimestamp()));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (order, taken) in _orders.Reader.ReadAllAsync(stoppingToken))
        {
            await SendAsync(order, taken, stoppingToken);
        }
    }

    private async Task SendAsync(MailOrder order, long taken, CancellationToken stop)
    {
        // The box asks again after a minute: what has not begun by then must not begin.
        var left = smtp.Value.Patience - time.GetElapsedTime(taken);
        var outcome = MailOutcome.Later;
        if (left > TimeSpan.Zero)
        {
            using var bound = CancellationTokenSource.CreateLinkedTokenSource(stop);
            bound.CancelAfter(left);
            try
            {
                outcome = await post.SendAsync(order, bound.Token);
            }
            catch (OperationCanceledException)
            {
                stop.ThrowIfCancellationRequested();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // One letter that cannot be written must not keep the others.
                MailDeskLog.Failed(log, Pii.Key(order.Owner), e);
            }
        }

        metrics.Mailed(outcome);
        await ReportAsync(order, outcome, stop);
    }

    // An e-mail that is sent and not reported would be sent again.
    private async Task ReportAsync(MailOrder order, MailOutcome outcome, CancellationToken stop)
    {
        var pause = FirstPause;
        for (var attempt = 1; attempt <= MaxReports; attempt++)
        {
            try
            {
                using (TenantScope.Enter(order.Owner.Tenant.Value))
                {
                    await grains.GetGrain<IMailboxGrain>(order.Owner.Key).Mailed(order.Message, outcome);
                    return;
                }
            }
            catch (Exception e) when (GrainFailure.IsTransient(e))
            {
                metrics.GrainFailed("mailbox");
            }

            await Task.Delay(pause, stop);
            pause *= 2;
        }
    }

    private readonly record struct Order(MailOrder What, long Taken);
}

/// <summary>Messages of the e-mails that this edge sends.</summary>
internal static partial class MailDeskLog
{
    [LoggerMessage(2812, LogLevel.Error, "Voicemail of {User}: its e-mail failed.")]
    public static partial void Failed(ILogger logger, Pii<UserId> user, Exception failure);
}
