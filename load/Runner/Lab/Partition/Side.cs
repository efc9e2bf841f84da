namespace RtcCluster.Load.Runner.Lab.Partition;

/// <summary>One half of a cluster that is cut apart: a network namespace with some of its nodes.</summary>
/// <param name="Number">1 or 2.</param>
/// <param name="Process">Whoever holds the namespace.</param>
internal sealed record Side(int Number, int Process)
{
    /// <summary>Where the other side's members reach it.</summary>
    public string Members => $"127.30.0.{Number}";

    /// <summary>Where telephones, browsers and the lab reach it.</summary>
    public string People => $"127.1{Number}.0.2";

    /// <summary>The lab's end of that wire.</summary>
    public string PeopleHere => $"127.1{Number}.0.1";

    /// <summary>Its end of the wire to the stores.</summary>
    public string Stores => $"127.2{Number}.0.2";

    /// <summary>The stores' end of that wire.</summary>
    public string StoresHere => $"127.2{Number}.0.1";
}
