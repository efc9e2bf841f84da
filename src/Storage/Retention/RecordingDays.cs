using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Storage.Retention;

/// <summary>Tells whether the days of a recording or a voicemail message are over: it may be there still, because no sweep has come by, or because a legal case alone keeps it.</summary>
public sealed class RecordingDays
{
    private readonly IDbContextFactory<RtcDbContext> _contexts;
    private readonly RetentionPolicies _policies;

    internal RecordingDays(IDbContextFactory<RtcDbContext> contexts, RetentionPolicies policies) => (_contexts, _policies) = (contexts, policies);

    /// <summary>Whether they are over, as the rules are now.</summary>
    /// <param name="message">The message.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<bool> AreOverAsync(VoicemailMessage message, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return (await _policies.ReadAsync(message.TenantId, ct).ConfigureAwait(false)).Judge(Keeping.Of(message)).IsDue;
    }

    /// <summary>Whether they are over, as the rules are now.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<bool> AreOverAsync(RecordingEntry recording, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var policy = await _policies.ReadAsync(recording.TenantId, ct).ConfigureAwait(false);
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            var kept = await RecordingEraser.KeptAsync(db, [recording], ct).ConfigureAwait(false);
            return policy.Judge(kept[0].Kept).IsDue;
        }
    }
}
