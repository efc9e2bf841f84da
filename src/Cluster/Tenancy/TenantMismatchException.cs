namespace RtcCluster.Cluster.Tenancy;

/// <summary>A grain call crossed from one tenant into another and was refused before the grain saw it. Always a bug or an attack.</summary>
[GenerateSerializer, Alias("RtcCluster.Cluster.Tenancy.TenantMismatchException")]
public sealed class TenantMismatchException : OrleansException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="caller">The tenant that the call was made for.</param>
    /// <param name="target">The grain that was called.</param>
    public TenantMismatchException(string caller, GrainId target)
        : base($"Tenant '{caller}' may not call {target}.")
    {
        Caller = caller;
        Target = target;
    }

    /// <summary>The tenant that the call was made for.</summary>
    [Id(0)]
    public string Caller { get; }

    /// <summary>The grain that was called.</summary>
    [Id(1)]
    public GrainId Target { get; }
}
