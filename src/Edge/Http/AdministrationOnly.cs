namespace RtcCluster.Edge.Http;

/// <summary>Marks an endpoint that is served on <c>Web:AdminUrl</c> alone when that is set.</summary>
internal sealed class AdministrationOnly
{
    private AdministrationOnly()
    {
    }

    /// <summary>The mark.</summary>
    public static AdministrationOnly Mark { get; } = new();
}
