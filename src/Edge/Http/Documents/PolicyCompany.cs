using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Documents;

/// <summary>Whose documents somebody reads who may not have signed in: public they are, but each company has its own.</summary>
/// <remarks>The signed-in user's; else those of the company that the address names; else of the one whose domain the host is; else of the only one there is.</remarks>
internal sealed class PolicyCompany(IDirectory directory)
{
    /// <summary>The company's id; empty when it is not known whose, and what comes with the software is meant.</summary>
    public async Task<string> FindAsync(HttpContext context, string? company, CancellationToken ct)
    {
        if (company is { Length: > 0 and <= 32 })
        {
            return company.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && await directory.FindTenantAsync(company, ct) is { } named ? named.Id : "";
        }

        if (context.Features.Get<Caller>() is { } caller)
        {
            return caller.Tenant.Value;
        }

        var tenants = await directory.ListTenantsAsync(ct);
        return tenants is [var only] ? only.Id : tenants.FirstOrDefault(tenant => tenant.SipRealm.Equals(context.Request.Host.Host, StringComparison.OrdinalIgnoreCase))?.Id ?? "";
    }
}
