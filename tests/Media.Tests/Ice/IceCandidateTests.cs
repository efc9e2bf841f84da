using CsCheck;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Ice;

namespace RtcCluster.Media.Tests.Ice;

public class IceCandidateTests
{
    [Theory]
    [InlineData("1 1 udp 2130706431 127.0.0.1 20000 typ host")]
    [InlineData("2 1 tcp 2124414975 127.0.0.1 20000 typ host tcptype passive")]
    [InlineData("842163049 1 udp 1677729535 203.0.113.5 41000 typ srflx raddr 192.168.1.7 rport 50000")]
    [InlineData("a+/9 2 udp 1845501695 2001:db8::1 9 typ prflx raddr :: rport 9")]
    [InlineData("r 256 udp 1 198.51.100.1 3478 typ relay raddr 203.0.113.5 rport 41000")]
    [InlineData("3 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active")]
    [InlineData("3 1 tcp 1518280447 192.0.2.1 9 typ host tcptype so")]
    public void Rfc8839_5_1_IsReadAndWrittenTheSame(string text)
    {
        Assert.Equal(IceCandidateStatus.Ok, IceCandidate.TryParse(text, out var candidate));
        Assert.Equal(text, candidate!.ToString());
    }

    [Fact]
    public void ABrowsersCandidateIsReadWithItsExtensionsAndItsPrefix()
    {
        var text = "candidate:842163049 1 UDP 1677729535 203.0.113.5 41000 typ srflx raddr 0.0.0.0 rport 0 generation 0 ufrag abcd network-id 1 network-cost 10";
        Assert.Equal(IceCandidateStatus.Ok, IceCandidate.TryParse(text, out var candidate));
        Assert.Equal((IceCandidateKind.ServerReflexive, "203.0.113.5:41000", IceTcpType.None), (candidate!.Kind, candidate.Address.ToString(), candidate.TcpType));
    }

    [Theory]
    [InlineData("", IceCandidateStatus.Malformed)]
    [InlineData("1 1 udp 2130706431 127.0.0.1 20000", IceCandidateStatus.Malformed)]
    [InlineData("1 1 udp 2130706431 127.0.0.1 20000 host typ", IceCandidateStatus.Malformed)]
    [InlineData("1 0 udp 2130706431 127.0.0.1 20000 typ host", IceCandidateStatus.Malformed)]
    [InlineData("1 257 udp 2130706431 127.0.0.1 20000 typ host", IceCandidateStatus.Malformed)]
    [InlineData("1 1 udp 0 127.0.0.1 20000 typ host", IceCandidateStatus.Malformed)]
    [InlineData("1 1 udp 2147483648 127.0.0.1 20000 typ host", IceCandidateStatus.Malformed)]
    [InlineData("1 1 udp -1 127.0.0.1 20000 typ host", IceCandidateStatus.Malformed)]
    [InlineData("1 1 udp 5 127.0.0.1 65536 typ host", IceCandidateStatus.Malformed)]
    [InlineData("1:2 1 udp 5 127.0.0.1 2 typ host", IceCandidateStatus.Malformed)]
    [InlineData("123456789012345678901234567890123 1 udp 5 127.0.0.1 2 typ host", IceCandidateStatus.Malformed)]
    [InlineData("1 1 udp 5 127.0.0.1 2 typ host generation", IceCandidateStatus.Malformed)]
    [InlineData("1 1 udp 5 127.0.0.1 2 typ host rport x", IceCandidateStatus.Malformed)]
    [InlineData("1 1 tcp 5 127.0.0.1 2 typ host", IceCandidateStatus.Malformed)]
    [InlineData("1 1 tcp 5 127.0.0.1 2 typ host tcptype sideways", IceCandidateStatus.Malformed)]
    [InlineData("1 1 udp 5 127.0.0.1 2 typ host tcptype passive", IceCandidateStatus.Malformed)]
    [InlineData("1 1 sctp 5 127.0.0.1 2 typ host", IceCandidateStatus.UnknownTransport)]
    [InlineData("1 1 udp 5 127.0.0.1 2 typ moon", IceCandidateStatus.UnknownKind)]
    [InlineData("1 1 udp 5 2f1c7bd0-8a4e-4ad8-a6b6-0b6f6f3ac8d1.local 2 typ host", IceCandidateStatus.Name)]
    [InlineData("1 1 udp 5 phone.example 2 typ host", IceCandidateStatus.Name)]
    public void RefusesWithAReason(string text, IceCandidateStatus expected)
    {
        Assert.Equal(expected, IceCandidate.TryParse(text, out var candidate));
        Assert.Null(candidate);
    }

    [Fact]
    public void Rfc8445_5_1_2_1_Priorities()
    {
        Assert.Equal(2130706431u, IceCandidate.PriorityOf(IceCandidateKind.Host, 65535, 1));
        Assert.Equal(1694498815u, IceCandidate.PriorityOf(IceCandidateKind.ServerReflexive, 65535, 1));
        Assert.Equal(1862270975u, IceCandidate.PriorityOf(IceCandidateKind.PeerReflexive, 65535, 1));
        Assert.Equal(16777215u, IceCandidate.PriorityOf(IceCandidateKind.Relayed, 65535, 1));
    }

    [Fact]
    public void Rfc6544_4_2_OursOverTcpIsBelowOursOverUdp()
    {
        var address = MediaEndpoint.FromBytes([127, 0, 0, 1], 20000);
        Assert.Equal("1 1 udp 2130706431 127.0.0.1 20000 typ host", IceCandidate.HostUdp(address).ToString());
        Assert.Equal("2 1 tcp 2124414975 127.0.0.1 20000 typ host tcptype passive", IceCandidate.HostTcpPassive(address).ToString());
    }

    [Fact]
    public void ReadOfWriteIsTheSame() =>
        Gen.Select(Gen.Int[1, 256], Gen.Int[1, int.MaxValue], Gen.OneOf(Gen.Byte.Array[4], Gen.Byte.Array[16]), Gen.UShort, Gen.Int[0, 3], Gen.Int[0, 3]).Sample(
            static (component, priority, address, port, kind, tcp) =>
            {
                var candidate = new IceCandidate
                {
                    Foundation = "f1", Component = component, Priority = (uint)priority, Address = MediaEndpoint.FromBytes(address, port),
                    Kind = (IceCandidateKind)kind, TcpType = (IceTcpType)tcp, Related = kind == 0 ? default : MediaEndpoint.FromBytes([10, 0, 0, 1], port),
                };
                return IceCandidate.TryParse(candidate.ToString(), out var read) == IceCandidateStatus.Ok && read == candidate;
            },
            seed: "0N0XIzNsQ0O2",
            iter: 2000);
}
