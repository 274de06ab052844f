// One statement of a spec file. SpecParser cuts the file into statements; see docs/spec-language.md.
grammar Spec;

// Every kind ends with its own EOF, so that a mistake in its last, optional parts is reported
// with all that could have stood there.
statement
  : data | input | output | operators | constants | hardware | search
  ;

unitAlone
  : unit EOF
  ;

data
  : DATA STRING EOF
  ;

input
  : INPUT name (COMMA name)* (COLON unit)? AS format (IN range)? EOF
  ;

output
  : OUTPUT name (COLON unit)? AS format SATURATE? (TOLERANCE tolerance)? EOF
  ;

operators
  : OPERATORS operatorSymbol+ EOF
  ;

constants
  : CONSTANTS DIMENSIONLESS EOF
  ;

hardware
  : HARDWARE device CLOCK value clockUnit (COMMA limit)* EOF
  ;

search
  : SEARCH setting (COMMA setting)* EOF
  ;

// Wider than what is legal, so that a bad name is called a bad name.
name
  : word
  | DASHED
  | STRING
  | NUMBER word?
  ;

format
  : word LESS formatNumber (COMMA formatNumber)* GREATER
  ;

formatNumber
  : MINUS? NUMBER
  ;

range
  : OPEN_BRACKET value COMMA value CLOSE_BRACKET
  ;

tolerance
  : bound
  | MAX OPEN bound COMMA bound CLOSE
  ;

bound
  : value (PERCENT | unit)?
  ;

operatorSymbol
  : word
  | DASHED
  | PLUS
  | MINUS
  | TIMES
  | OVER
  | POWER
  | PERCENT
  ;

device
  : NAME
  | DASHED
  ;

clockUnit
  : word
  ;

limit
  : LATENCY LESS_EQUAL value CYCLES?
  | (LUT | DSP | BRAM) LESS_EQUAL value
  ;

setting
  : (ITERATIONS | SEED | POPULATIONS | POPULATION | MAXSIZE) value
  ;

value
  : sign = (PLUS | MINUS)? NUMBER (OVER NUMBER)?
  ;

unit
  : factor (op += (TIMES | OVER | DOT) factor)*
  ;

factor
  : atom (POWER exponent)?
  ;

atom
  : word                                                    # code
  | OPEN_BRACKET word CLOSE_BRACKET                         # code
  | NUMBER                                                  # one
  | OPEN unit CLOSE                                         # group
  ;

exponent
  : MINUS? NUMBER
  | OPEN MINUS? NUMBER (OVER NUMBER)? CLOSE
  ;

// Keywords are names where no keyword can stand.
word
  : NAME
  | DATA
  | INPUT
  | OUTPUT
  | OPERATORS
  | CONSTANTS
  | DIMENSIONLESS
  | HARDWARE
  | SEARCH
  | SATURATE
  | TOLERANCE
  | MAX
  | CLOCK
  | LATENCY
  | LUT
  | DSP
  | BRAM
  | CYCLES
  | ITERATIONS
  | SEED
  | POPULATIONS
  | POPULATION
  | MAXSIZE
  ;

DATA : 'data' ;
INPUT : 'input' ;
OUTPUT : 'output' ;
OPERATORS : 'operators' ;
CONSTANTS : 'constants' ;
DIMENSIONLESS : 'dimensionless' ;
HARDWARE : 'hardware' ;
SEARCH : 'search' ;
AS : 'as' ;
IN : 'in' ;
SATURATE : 'saturate' ;
TOLERANCE : 'tolerance' ;
MAX : 'max' ;
CLOCK : 'clock' ;
LATENCY : 'latency' ;
LUT : 'lut' ;
DSP : 'dsp' ;
BRAM : 'bram' ;
CYCLES : 'cycles' | 'cycle' ;
ITERATIONS : 'iterations' ;
SEED : 'seed' ;
POPULATIONS : 'populations' ;
POPULATION : 'population' ;
MAXSIZE : 'maxsize' ;

OPEN : '(' ;
CLOSE : ')' ;
OPEN_BRACKET : '[' ;
CLOSE_BRACKET : ']' ;
COMMA : ',' ;
COLON : ':' ;
DOT : '.' ;
LESS_EQUAL : '<=' ;
LESS : '<' ;
GREATER : '>' ;
POWER : '^' | '**' ;
TIMES : '*' ;
OVER : '/' ;
PLUS : '+' ;
MINUS : '-' ;
PERCENT : '%' ;
STRING : '"' ~["\r\n]* '"' ;
UNCLOSED_STRING : '"' ~["\r\n]* ;
NUMBER : (DIGIT+ ('.' DIGIT+)? | '.' DIGIT+) ([eE] [+-]? DIGIT+)? ;
NAME : START PART* ;
DASHED : START PART* ('-' PART+)+ ;
NEWLINE : '\r'? '\n' | '\r' ;
SPACE : [ \t\f\u00A0\uFEFF]+ -> skip ;
COMMENT : ('//' | '#') ~[\r\n]* -> skip ;
OTHER : . ;
fragment DIGIT : [0-9] ;
fragment START : [\p{L}_] ;
fragment PART : [\p{L}\p{N}_] ;
