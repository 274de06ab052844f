-- VHDL wrapper of mixer_ready_valid.
-- Written by formgate 1.2.3.
--
-- level = core + core*gate
-- buffer2 = "gate"?endmodule */ ? end
-- input    core    : fixed<8,4> GeV, two's complement / 2^4
-- input    gate    : ufixed<1,1>, unsigned
-- output   level   : fixed<9,5> GeV, two's complement / 2^4
-- output   buffer2 : ufixed<1,1>, unsigned
-- latency  2 cycles = 5 ns at 400 MHz (2.5 ns), II = 1
-- wrapper  mixer_ready_valid, 3 cycles where nobody waits
-- device   xcvu9p-2
-- spec     SHA-256 0123456789abcdef

library ieee;
use ieee.std_logic_1164.all;

package mixer_ready_valid_wrapper_pkg is
  -- Cycles from the edge that takes a vector to the one that shows its result, if nobody waits.
  constant latency_cycles : natural := 3;

  component mixer_ready_valid is
    port (
      clock     : in  std_logic;
      reset     : in  std_logic;
      valid_in  : in  std_logic;
      ready_in  : out std_logic;
      core      : in  std_logic_vector(7 downto 0);
      gate      : in  std_logic;
      valid_out : out std_logic;
      ready_out : in  std_logic;
      level     : out std_logic_vector(8 downto 0);
      buffer2   : out std_logic
    );
  end component;
end package;

library ieee;
use ieee.std_logic_1164.all;

entity mixer_ready_valid_wrapper is
  port (
    clock     : in  std_logic;
    reset     : in  std_logic;
    valid_in  : in  std_logic;
    ready_in  : out std_logic;
    core      : in  std_logic_vector(7 downto 0);
    gate      : in  std_logic_vector(0 downto 0);
    valid_out : out std_logic;
    ready_out : in  std_logic;
    level     : out std_logic_vector(8 downto 0);
    buffer2   : out std_logic_vector(0 downto 0)
  );
end entity;

architecture rtl of mixer_ready_valid_wrapper is
begin
  core2 : component work.mixer_ready_valid_wrapper_pkg.mixer_ready_valid
    port map (
      clock     => clock,
      reset     => reset,
      valid_in  => valid_in,
      ready_in  => ready_in,
      core      => core,
      gate      => gate(0),
      valid_out => valid_out,
      ready_out => ready_out,
      level     => level,
      buffer2   => buffer2(0)
    );
end architecture;

-- To instantiate it:
--
--   u_mixer_ready_valid : entity work.mixer_ready_valid_wrapper
--     port map (
--       clock     => clock,
--       reset     => reset,
--       valid_in  => valid_in,
--       ready_in  => ready_in,
--       core      => core,
--       gate      => gate,
--       valid_out => valid_out,
--       ready_out => ready_out,
--       level     => level,
--       buffer2   => buffer2
--     );
