using RtcCluster.Sip.Agent;

namespace RtcCluster.Sip.Registrar;

/// <summary>Why a REGISTER is refused.</summary>
/// <param name="Code">Status code.</param>
/// <param name="ReasonPhrase">Its text.</param>
/// <param name="Headers">Min-Expires and the like.</param>
public sealed record RegisterRefusal(int Code, string ReasonPhrase, IReadOnlyList<AddedHeader> Headers);
