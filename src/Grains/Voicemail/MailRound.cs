using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Tenants;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Grains.Voicemail;

/// <summary>Has the messages of a box sent by e-mail: asks an edge for each, and again after growing pauses, until one says that it is sent or will never be.</summary>
/// <remarks>The message's row says what is to be done, and is written before an edge is asked: a process that dies costs a pause and no e-mail.</remarks>
internal sealed class MailRound(
    IVoicemailStore store, IDirectory directory, TenantPolicies tenants, IGrainFactory grains, TimeProvider time, VoicemailMetrics metrics, ILogger<MailRound> logger)
{
    /// <summary>How often one e-mail is tried.</summary>
    public const int MaxAttempts = 5;

    // The first is longer than an edge may take for one (Smtp:Patience), so that no two edges have the same.
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromMinutes(1)];

    /// <summary>Asks for the e-mails that are due.</summary>
    /// <param name="owner">Whose box.</param>
    /// <param name="settings">What its owner wants.</param>
    /// <returns>When the next is due; null when none waits.</returns>
    public async Task<DateTimeOffset?> Run(UserId owner, MailboxDocument settings)
    {
        DateTimeOffset? next = null;
        foreach (var message in await store.ListMailAsync(owner.Key))
        {
            var due = message.MailDue ?? time.GetUtcNow();
            if (due <= time.GetUtcNow())
            {
                if (await Ask(owner, settings, message) is not { } again)
                {
                    continue;
                }

                due = again;
            }

            next = next is { } earlier && earlier < due ? earlier : due;
        }

        return next;
    }

    /// <summary>What became of one.</summary>
    public async Task Ended(UserId owner, string id, MailOutcome outcome)
    {
        if (await store.FindAsync(owner.Key, id) is not { Mail: VoicemailMail.Waiting } message)
        {
            return;
        }

        if (outcome == MailOutcome.Sent)
        {
            await store.SetMailAsync(owner.Key, id, VoicemailMail.Sent, message.MailAttempts, null);
        }
        else if (outcome == MailOutcome.Refused || message.MailAttempts >= MaxAttempts)
        {
            await GiveUp(owner, message);
        }
    }

    private async Task<DateTimeOffset?> Ask(UserId owner, MailboxDocument settings, VoicemailMessage message)
    {
        if (!settings.Email || await directory.FindUserAsync(owner.Tenant.Value, owner.Name) is not { Disabled: false } user)
        {
            await store.SetMailAsync(owner.Key, message.Id, VoicemailMail.None, message.MailAttempts, null);
            return null;
        }

        if (message.MailAttempts >= MaxAttempts)
        {
            await GiveUp(owner, message);
            return null;
        }

        var due = time.GetUtcNow() + Pauses[message.MailAttempts];
        await store.SetMailAsync(owner.Key, message.Id, VoicemailMail.Waiting, message.MailAttempts + 1, due);
        var zone = (await tenants.Find(owner.Tenant))?.Settings.TimeZone ?? new TenantSettings().TimeZone;
        await Hand(message.MailAttempts, new MailOrder(
            owner, message.Id, user.Email, settings.Language, zone, message.FromNumber, message.FromName, message.At, message.DurationMilliseconds, message.BlobPrefix, settings.Attach));
        return due;
    }

    // Another edge at each attempt, and the next one where an edge is gone or has enough to do.
    private async Task Hand(int attempt, MailOrder order)
    {
        var edges = (await grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).List()).Where(edge => !edge.Leaving).OrderBy(edge => edge.Edge.Value, StringComparer.Ordinal).ToList();
        for (var tried = 0; tried < edges.Count; tried++)
        {
            try
            {
                if (await grains.GetGrain<IEdgeGrain>(edges[(attempt + tried) % edges.Count].Edge.Value).SendMail(order))
                {
                    return;
                }
            }
            catch (Exception e) when (e is SiloUnavailableException or OrleansMessageRejectionException)
            {
                // The next one; where there is none the pause brings it back.
            }
            catch (TimeoutException)
            {
                // It may have it: nobody else may until the pause is over.
                return;
            }
        }
    }

    private async Task GiveUp(UserId owner, VoicemailMessage message)
    {
        await store.SetMailAsync(owner.Key, message.Id, VoicemailMail.Dead, message.MailAttempts, null);
        metrics.MailsGivenUp.Add(1);
        MailRoundLog.GivenUp(logger, Pii.Key(owner), message.MailAttempts);
    }
}

/// <summary>Messages of e-mails.</summary>
internal static partial class MailRoundLog
{
    [LoggerMessage(2802, LogLevel.Warning, "Voicemail of {User}: the e-mail with a message is given up after {Attempts} attempts; the message stays in the box.")]
    public static partial void GivenUp(ILogger logger, Pii<UserId> user, int attempts);
}
