-- VHDL wrapper of mixer_axi_stream.
-- Written by formgate 1.2.3.
--
-- level = core + core*gate
-- buffer2 = "gate"?endmodule */ ? end
-- input    core    : fixed<8,4> GeV, two's complement / 2^4
-- input    gate    : ufixed<1,1>, unsigned
-- output   level   : fixed<9,5> GeV, two's complement / 2^4
-- output   buffer2 : ufixed<1,1>, unsigned
-- latency  2 cycles = 5 ns at 400 MHz (2.5 ns), II = 1
-- wrapper  mixer_axi_stream, 3 cycles where nobody waits
-- device   xcvu9p-2
-- spec     SHA-256 0123456789abcdef

library ieee;
use ieee.std_logic_1164.all;

package mixer_axi_stream_wrapper_pkg is
  -- Cycles from the edge that takes a vector to the one that shows its result, if nobody waits.
  constant latency_cycles : natural := 3;

  component mixer_axi_stream is
    port (
      aclk          : in  std_logic;
      aresetn       : in  std_logic;
      s_axis_tvalid : in  std_logic;
      s_axis_tready : out std_logic;
      s_axis_tdata  : in  std_logic_vector(15 downto 0);
      s_axis_tlast  : in  std_logic;
      m_axis_tvalid : out std_logic;
      m_axis_tready : in  std_logic;
      m_axis_tdata  : out std_logic_vector(23 downto 0);
      m_axis_tlast  : out std_logic
    );
  end component;
end package;

library ieee;
use ieee.std_logic_1164.all;

entity mixer_axi_stream_wrapper is
  port (
    aclk          : in  std_logic;
    aresetn       : in  std_logic;
    s_axis_tvalid : in  std_logic;
    s_axis_tready : out std_logic;
    s_axis_tdata  : in  std_logic_vector(15 downto 0);
    s_axis_tlast  : in  std_logic;
    m_axis_tvalid : out std_logic;
    m_axis_tready : in  std_logic;
    m_axis_tdata  : out std_logic_vector(23 downto 0);
    m_axis_tlast  : out std_logic
  );
end entity;

architecture rtl of mixer_axi_stream_wrapper is
begin
  core : component work.mixer_axi_stream_wrapper_pkg.mixer_axi_stream
    port map (
      aclk          => aclk,
      aresetn       => aresetn,
      s_axis_tvalid => s_axis_tvalid,
      s_axis_tready => s_axis_tready,
      s_axis_tdata  => s_axis_tdata,
      s_axis_tlast  => s_axis_tlast,
      m_axis_tvalid => m_axis_tvalid,
      m_axis_tready => m_axis_tready,
      m_axis_tdata  => m_axis_tdata,
      m_axis_tlast  => m_axis_tlast
    );
end architecture;

-- To instantiate it:
--
--   u_mixer_axi_stream : entity work.mixer_axi_stream_wrapper
--     port map (
--       aclk          => aclk,
--       aresetn       => aresetn,
--       s_axis_tvalid => s_axis_tvalid,
--       s_axis_tready => s_axis_tready,
--       s_axis_tdata  => s_axis_tdata,
--       s_axis_tlast  => s_axis_tlast,
--       m_axis_tvalid => m_axis_tvalid,
--       m_axis_tready => m_axis_tready,
--       m_axis_tdata  => m_axis_tdata,
--       m_axis_tlast  => m_axis_tlast
--     );
