using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Legal;

namespace RtcCluster.Storage.Retention;

/// <summary>Reads how long a tenant keeps what, and what is held. Anew each time: a hold must not be overlooked for a second.</summary>
public sealed class RetentionPolicies
{
    private readonly IDirectory _directory;
    private readonly ILegalCases _cases;
    private readonly TimeProvider _time;

    internal RetentionPolicies(IDirectory directory, ILegalCases cases, TimeProvider time) => (_directory, _cases, _time) = (directory, cases, time);

    /// <summary>As it is now.</summary>
    public async Task<RetentionPolicy> ReadAsync(string tenantId, CancellationToken ct = default)
    {
        var rules = RetentionRules.Read((await _directory.FindDocumentAsync(tenantId, RetentionRules.Kind, RetentionRules.Name, ct).ConfigureAwait(false))?.Json);
        return new RetentionPolicy(rules, await _cases.ListOpenAsync(tenantId, ct).ConfigureAwait(false), _time.GetUtcNow());
    }
}
