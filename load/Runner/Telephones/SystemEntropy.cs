using System.Security.Cryptography;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Load.Runner.Telephones;

/// <summary>Tags, branches and Call-IDs that no other run has.</summary>
internal sealed class SystemEntropy : ISipEntropy
{
    public void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
}
